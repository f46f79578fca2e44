package io.benchstream.gateway.artifact;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** metrics_summary.csv and kpis.csv: RFC 4180, UTF-8, a line of names first. */
final class CsvFiles {
  private static final List<String> SUMMARY =
      List.of(
          "scope",
          "labels",
          "kpi",
          "stat",
          "unit",
          "value",
          "bucket_width",
          "coverage",
          "scrapes_seen",
          "scrapes_expected",
          "targets_up",
          "targets_expected",
          "counter_resets",
          "gap_seconds");

  private static final List<String> KPIS =
      List.of(
          "window_start",
          "window_end",
          "cluster",
          "job",
          "labels",
          "kpi",
          "stat",
          "unit",
          "value",
          "bucket_width",
          "coverage",
          "scrapes_seen",
          "scrapes_expected",
          "targets_up",
          "targets_expected",
          "counter_resets",
          "gap_seconds");

  private CsvFiles() {}

  static void summary(Path file, List<SummaryRow> rows) throws IOException {
    write(
        file,
        SUMMARY,
        rows.stream()
            .map(
                row ->
                    new Object[] {
                      row.scope(),
                      row.labels(),
                      row.kpi(),
                      row.stat(),
                      row.unit(),
                      row.value(),
                      number(row.bucketWidth()),
                      row.coverage(),
                      row.quality().getScrapesSeen(),
                      row.quality().getScrapesExpected(),
                      row.quality().getTargetsUp(),
                      row.quality().getTargetsExpected(),
                      row.quality().getCounterResets(),
                      row.quality().getGapMs() / 1e3
                    }));
  }

  static void kpis(Path file, Stream<KpiRow> rows) throws IOException {
    write(
        file,
        KPIS,
        rows.map(
            row ->
                new Object[] {
                  row.windowStart().toString(),
                  row.windowEnd().toString(),
                  row.cluster(),
                  row.job(),
                  row.labels(),
                  row.kpi(),
                  row.stat(),
                  row.unit(),
                  row.value(),
                  number(row.bucketWidth()),
                  row.coverage(),
                  row.scrapesSeen(),
                  row.scrapesExpected(),
                  row.targetsUp(),
                  row.targetsExpected(),
                  row.counterResets(),
                  row.gapMs() / 1e3
                }));
  }

  /** What there is not is an empty field. */
  private static Object number(double value) {
    return Double.isNaN(value) ? "" : value;
  }

  private static void write(Path file, List<String> names, Stream<Object[]> rows)
      throws IOException {
    CsvSchema.Builder columns = CsvSchema.builder();
    names.forEach(columns::addColumn);
    CsvSchema schema = columns.build().withHeader();
    try (SequenceWriter out =
        new CsvMapper().writer(schema).writeValues(Files.newBufferedWriter(file))) {
      if (names.isEmpty()) {
        return;
      }
      rows.forEach(
          row -> {
            try {
              out.write(Arrays.asList(row));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

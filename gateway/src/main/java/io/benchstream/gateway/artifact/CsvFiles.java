package io.benchstream.gateway.artifact;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** metrics_summary.csv and kpis.csv: RFC 4180, UTF-8, a line of names first. */
final class CsvFiles {
  private CsvFiles() {}

  static void summary(Path file, List<SummaryRow> rows) throws IOException {
    write(file, Column.SUMMARY, rows.stream());
  }

  static void kpis(Path file, Stream<KpiRow> rows) throws IOException {
    write(file, Column.KPIS, rows);
  }

  private static <R> void write(Path file, List<Column<R>> columns, Stream<R> rows)
      throws IOException {
    CsvSchema.Builder names = CsvSchema.builder();
    columns.forEach(column -> names.addColumn(column.name()));
    try (SequenceWriter out =
        new CsvMapper()
            .writer(names.build().withHeader())
            .writeValues(Files.newBufferedWriter(file))) {
      rows.forEach(
          row -> {
            try {
              out.write(columns.stream().map(column -> text(column, row)).toList());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What there is not is an empty field. */
  private static <R> Object text(Column<R> column, R row) {
    Object value = column.of(row).orElse("");
    return column.kind() == Column.Kind.TIME ? value.toString() : value;
  }
}

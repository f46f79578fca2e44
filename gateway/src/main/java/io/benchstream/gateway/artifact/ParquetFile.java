package io.benchstream.gateway.artifact;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MILLIS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** kpis.parquet: the columns of kpis.csv, times as UTC timestamps in milliseconds, Snappy. */
final class ParquetFile {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT64)
          .as(timestampType(true, MILLIS))
          .named("window_start")
          .required(INT64)
          .as(timestampType(true, MILLIS))
          .named("window_end")
          .required(BINARY)
          .as(stringType())
          .named("cluster")
          .required(BINARY)
          .as(stringType())
          .named("job")
          .required(BINARY)
          .as(stringType())
          .named("labels")
          .required(BINARY)
          .as(stringType())
          .named("kpi")
          .required(BINARY)
          .as(stringType())
          .named("stat")
          .required(BINARY)
          .as(stringType())
          .named("unit")
          .required(DOUBLE)
          .named("value")
          .optional(DOUBLE)
          .named("bucket_width")
          .required(DOUBLE)
          .named("coverage")
          .required(INT32)
          .named("scrapes_seen")
          .required(INT32)
          .named("scrapes_expected")
          .required(INT32)
          .named("targets_up")
          .required(INT32)
          .named("targets_expected")
          .required(INT32)
          .named("counter_resets")
          .required(DOUBLE)
          .named("gap_seconds")
          .named("kpis");

  private ParquetFile() {}

  static void kpis(Path file, Stream<KpiRow> rows) throws IOException {
    try (ParquetWriter<KpiRow> writer =
        ParquetWriter.writeFile(SCHEMA, file.toFile(), ParquetFile::write)) {
      rows.forEach(
          row -> {
            try {
              writer.write(row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(KpiRow row, ValueWriter to) {
    to.write("window_start", row.windowStart().toEpochMilli());
    to.write("window_end", row.windowEnd().toEpochMilli());
    to.write("cluster", row.cluster());
    to.write("job", row.job());
    to.write("labels", row.labels());
    to.write("kpi", row.kpi());
    to.write("stat", row.stat());
    to.write("unit", row.unit());
    to.write("value", row.value());
    if (!Double.isNaN(row.bucketWidth())) {
      to.write("bucket_width", row.bucketWidth());
    }
    to.write("coverage", row.coverage());
    to.write("scrapes_seen", row.scrapesSeen());
    to.write("scrapes_expected", row.scrapesExpected());
    to.write("targets_up", row.targetsUp());
    to.write("targets_expected", row.targetsExpected());
    to.write("counter_resets", row.counterResets());
    to.write("gap_seconds", row.gapMs() / 1e3);
  }
}

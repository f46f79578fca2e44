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
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** kpis.parquet: the columns of kpis.csv, times as UTC timestamps in milliseconds, Snappy. */
final class ParquetFile {
  private static final MessageType SCHEMA =
      new MessageType("kpis", Column.KPIS.stream().<Type>map(ParquetFile::type).toList());

  private ParquetFile() {}

  private static PrimitiveType type(Column<KpiRow> column) {
    return switch (column.kind()) {
      case TIME -> Types.required(INT64).as(timestampType(true, MILLIS)).named(column.name());
      case TEXT -> Types.required(BINARY).as(stringType()).named(column.name());
      case NUMBER -> Types.required(DOUBLE).named(column.name());
      case OPTIONAL_NUMBER -> Types.optional(DOUBLE).named(column.name());
      case COUNT -> Types.required(INT32).named(column.name());
    };
  }

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
    for (Column<KpiRow> column : Column.KPIS) {
      column
          .of(row)
          .ifPresent(
              value ->
                  to.write(
                      column.name(), value instanceof Instant time ? time.toEpochMilli() : value));
    }
  }
}

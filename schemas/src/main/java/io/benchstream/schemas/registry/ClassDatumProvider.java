package io.benchstream.schemas.registry;

import io.apicurio.registry.serde.avro.AvroDatumProvider;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads every schema into one class, whose own schema the records are resolved to: what an older
 * writer did not know gets its default, what a newer one added is skipped. The serdes' own provider
 * fingerprints the whole schema for each record; here a record costs one look-up. Not thread-safe.
 * Public because the serdes make it, by its class.
 */
public final class ClassDatumProvider<T extends SpecificRecord> implements AvroDatumProvider<T> {
  /** Setting: the class to read into. Not needed for writing. */
  static final String TYPE = "benchstream.record.class";

  private final Map<Schema, DatumReader<T>> readers = new HashMap<>();
  private final Map<Schema, DatumWriter<T>> writers = new HashMap<>();
  private @Nullable Class<?> type;

  @Override
  public void configure(AvroSerdeConfig config) {
    type = config.originals().get(TYPE) instanceof Class<?> configured ? configured : null;
  }

  @Override
  public DatumWriter<T> createDatumWriter(T value, Schema schema) {
    DatumWriter<T> writer = writers.get(schema);
    if (writer == null) {
      writer = new SpecificDatumWriter<>(schema, SpecificData.getForClass(value.getClass()));
      writers.put(schema, writer);
    }
    return writer;
  }

  @Override
  public DatumReader<T> createDatumReader(Schema writerSchema) {
    DatumReader<T> reader = readers.get(writerSchema);
    if (reader == null) {
      if (type == null) {
        throw new IllegalStateException(TYPE + " is not set");
      }
      SpecificData model = SpecificData.getForClass(type);
      reader = new SpecificDatumReader<>(writerSchema, model.getSchema(type), model);
      readers.put(writerSchema, reader);
    }
    return reader;
  }

  @Override
  public Schema toSchema(T value) {
    return value.getSchema();
  }
}

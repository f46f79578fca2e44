package io.benchstream.schemas.registry;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Gives the registry's and Avro's failures their names and checks the type. */
final class TranslatingDeserializer<T> implements Deserializer<T> {
  private static final int HEADER_BYTES = 5;

  private final Deserializer<Object> deserializer;
  private final Class<T> type;

  TranslatingDeserializer(Deserializer<Object> deserializer, Class<T> type) {
    this.deserializer = deserializer;
    this.type = type;
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    throw new UnsupportedOperationException("deserialize with headers");
  }

  @Override
  public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new UndecodableRecordException(
          "%d bytes that do not begin with a zero byte and a schema id: not an Avro record of the registry"
              .formatted(bytes.length));
    }
    Object value;
    try {
      value = deserializer.deserialize(topic, headers, bytes);
    } catch (RuntimeException e) {
      throw RegistryFailures.translate(e);
    }
    if (!type.isInstance(value)) {
      throw new UndecodableRecordException(
          "a record of type %s where %s is wanted"
              .formatted(value == null ? "null" : value.getClass().getName(), type.getName()));
    }
    return type.cast(value);
  }

  @Override
  public void close() {
    deserializer.close();
  }
}

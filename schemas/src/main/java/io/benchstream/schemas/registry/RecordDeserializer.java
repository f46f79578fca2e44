package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives failures their names. Everything is in the value: a header must not be able to change how
 * it is read.
 */
final class RecordDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private static final int ID_AT = 1;
  private static final int HEADER_BYTES = ID_AT + Integer.BYTES;

  private final Deserializer<T> deserializer;
  private final Class<T> type;

  RecordDeserializer(Deserializer<T> deserializer, Class<T> type) {
    this.deserializer = deserializer;
    this.type = type;
  }

  @Override
  public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
    return deserialize(topic, bytes);
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new UndecodableRecordException(
          "%d bytes that do not begin with a zero byte and a schema id: not an Avro record of the"
                  .formatted(bytes.length)
              + " registry");
    }
    try {
      return deserializer.deserialize(topic, bytes);
    } catch (RuntimeException e) {
      throw translate(bytes, e);
    }
  }

  private RuntimeException translate(byte[] bytes, RuntimeException failure) {
    RuntimeException away = RegistryCalls.cause(failure, RegistryUnavailableException.class);
    if (away != null) {
      return away;
    }
    ApiException answer = RegistryCalls.cause(failure, ApiException.class);
    String reason =
        answer != null
            ? "the registry has no schema with the content id %d: %s"
                .formatted(ByteBuffer.wrap(bytes).getInt(ID_AT), RegistryCalls.message(answer))
            : "%d bytes that are not a %s: %s"
                .formatted(bytes.length, type.getSimpleName(), RegistryCalls.message(failure));
    return new UndecodableRecordException(reason, failure);
  }

  @Override
  public void close() {
    deserializer.close();
  }
}

package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Gives failures their names. Everything is in the value: headers are neither read nor written. */
final class RecordSerializer<T extends SpecificRecord> implements Serializer<T> {
  private final Serializer<T> serializer;

  RecordSerializer(Serializer<T> serializer) {
    this.serializer = serializer;
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T value) {
    return serialize(topic, value);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    try {
      return serializer.serialize(topic, value);
    } catch (RuntimeException e) {
      throw translate(value, e);
    }
  }

  private static RuntimeException translate(SpecificRecord value, RuntimeException failure) {
    RuntimeException away = RegistryCalls.cause(failure, RegistryUnavailableException.class);
    if (away != null) {
      return away;
    }
    ApiException answer = RegistryCalls.cause(failure, ApiException.class);
    return answer != null
        ? SchemaRefusals.refused(value.getSchema(), answer)
        : new SerializationException(
            "a %s that does not fit its schema: %s"
                .formatted(value.getSchema().getName(), RegistryCalls.message(failure)),
            failure);
  }

  @Override
  public void close() {
    serializer.close();
  }
}

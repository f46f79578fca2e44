package io.benchstream.schemas.registry;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Gives the registry's failures their names. */
final class TranslatingSerializer<T> implements Serializer<T> {
  private final Serializer<T> serializer;

  TranslatingSerializer(Serializer<T> serializer) {
    this.serializer = serializer;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    throw new UnsupportedOperationException("serialize with headers");
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T value) {
    if (value == null) {
      return null;
    }
    try {
      return serializer.serialize(topic, headers, value);
    } catch (RuntimeException e) {
      throw RegistryFailures.translate(e);
    }
  }

  @Override
  public void close() {
    serializer.close();
  }
}

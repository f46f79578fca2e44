package io.benchstream.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.registry.RegistryUnavailableException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Encodes values for one topic. The first record of a type needs the schema registry and waits for
 * it; later ones do not. Not thread-safe.
 */
public final class RecordWriter<T> {
  private final String topic;
  private final Serializer<T> serializer;
  private final String registry;
  private final Backoff backoff;

  RecordWriter(String topic, Serializer<T> serializer, String registry, Backoff backoff) {
    this.topic = topic;
    this.serializer = serializer;
    this.registry = registry;
    this.backoff = backoff;
  }

  /** The record, ready to be sent; its partition is left to the producer. */
  public ProducerRecord<byte[], byte[]> record(String key, T value) {
    Headers headers = new RecordHeaders();
    byte[] bytes =
        backoff.call(
            registry,
            RegistryUnavailableException.class::isInstance,
            () -> serializer.serialize(topic, headers, value));
    return new ProducerRecord<>(topic, null, null, key.getBytes(UTF_8), bytes, headers);
  }

  /** The record that deletes the key. */
  public ProducerRecord<byte[], byte[]> tombstone(String key) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), null);
  }
}

package io.benchstream.runtime.kafka;

import io.benchstream.schemas.registry.RegistryUnavailableException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes the values of one topic. Where the schema registry is away it waits for it, since the
 * record may well be good; what cannot be decoded is an outcome and not an exception. Not
 * thread-safe.
 */
public final class RecordReader<T> {
  /** Reads what a deserializer cannot. */
  @FunctionalInterface
  public interface Other<T> {
    /**
     * Decodes the value of a record, which is not null.
     *
     * @param reason why the deserializer could not
     */
    Decoded<T> read(ConsumerRecord<?, byte[]> record, String reason);
  }

  private final Deserializer<T> deserializer;
  private final String registry;
  private final Backoff backoff;

  private final Other<T> other;

  RecordReader(Deserializer<T> deserializer, String registry, Backoff backoff) {
    this(deserializer, registry, backoff, (record, reason) -> new Decoded.Undecodable<>(reason));
  }

  private RecordReader(
      Deserializer<T> deserializer, String registry, Backoff backoff, Other<T> other) {
    this.deserializer = deserializer;
    this.registry = registry;
    this.backoff = backoff;
    this.other = other;
  }

  /** The same, for a topic on which values in another encoding stand, too. */
  public RecordReader<T> or(Other<T> encoding) {
    return new RecordReader<>(deserializer, registry, backoff, encoding);
  }

  public Decoded<T> read(ConsumerRecord<?, byte[]> record) {
    if (record.value() == null) {
      return new Decoded.Tombstone<>();
    }
    try {
      T value =
          backoff.call(
              registry,
              RegistryUnavailableException.class::isInstance,
              () -> deserializer.deserialize(record.topic(), record.headers(), record.value()));
      return value == null
          ? new Decoded.Undecodable<>("the value is empty")
          : new Decoded.Value<>(value);
    } catch (SerializationException e) {
      return other.read(record, String.valueOf(e.getMessage()));
    }
  }
}

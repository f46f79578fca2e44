package io.benchstream.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.logging.RateLimitedLog;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be used on the topic {@code dead-letters}: the original key, value and
 * headers, and headers of its own that say where the record stood and what is wrong with it. A
 * value above 900 kB stays where it was: the letter has its place and its length.
 *
 * <p>The producer is the caller's; with a transactional one the letter is part of the transaction.
 * A caller commits its offsets only after the producer was flushed.
 */
public final class DeadLetters {
  public static final String TOPIC = "benchstream.topic";
  public static final String PARTITION = "benchstream.partition";
  public static final String OFFSET = "benchstream.offset";
  public static final String STAGE = "benchstream.stage";
  public static final String REASON = "benchstream.reason";

  /** On a letter whose record was too large to be sent again; holds its length in bytes. */
  public static final String VALUE_BYTES = "benchstream.value-bytes";

  /** Room for key and headers below the broker's usual limit of 1 MiB a record. */
  private static final int MOST_VALUE_BYTES = 900_000;

  private static final int MOST_REASON_CHARS = 10_000;

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final MeterRegistry meters;
  private final RateLimitedLog log;

  public DeadLetters(
      Producer<byte[], byte[]> producer, Topics topics, MeterRegistry meters, Clock clock) {
    this.producer = producer;
    this.topics = topics;
    this.meters = meters;
    this.log =
        new RateLimitedLog(
            LoggerFactory.getLogger(DeadLetters.class), clock, Duration.ofMinutes(1));
  }

  /**
   * Sends a letter.
   *
   * @param stage the part that refused the record, for example {@code discovery}
   * @param reason value, place and remedy in words
   */
  public Future<RecordMetadata> send(
      ConsumerRecord<byte[], byte[]> record, String stage, String reason) {
    byte[] value = record.value();
    boolean tooLarge = value != null && value.length > MOST_VALUE_BYTES;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topics.name(Topic.DEAD_LETTERS), record.key(), tooLarge ? null : value);
    if (tooLarge) {
      header(letter, VALUE_BYTES, Integer.toString(value.length));
    }
    for (Header header : record.headers()) {
      letter.headers().add(header);
    }
    header(letter, TOPIC, record.topic());
    header(letter, PARTITION, Integer.toString(record.partition()));
    header(letter, OFFSET, Long.toString(record.offset()));
    header(letter, STAGE, stage);
    header(
        letter,
        REASON,
        reason.length() > MOST_REASON_CHARS ? reason.substring(0, MOST_REASON_CHARS) : reason);
    Counter.builder("benchstream_dead_letters")
        .description("Records that could not be used and went to the topic dead-letters")
        .tag("topic", record.topic())
        .tag("stage", stage)
        .register(meters)
        .increment();
    log.warn(
        record.topic() + "-" + record.partition(),
        "record at offset %d goes to dead-letters: %s".formatted(record.offset(), reason));
    return producer.send(letter);
  }

  private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(UTF_8));
  }
}

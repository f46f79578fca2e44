package io.benchstream.publisher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * Dead letters of one thread, which are on the topic before the offsets behind them are committed.
 */
final class LetterBox {
  private static final long NO_OFFSET = -1;

  private final Producer<byte[], byte[]> producer;
  private final DeadLetters letters;
  private final String samplesTopic;
  private final String stage;
  private boolean unflushed;

  LetterBox(
      Producer<byte[], byte[]> producer,
      Topics topics,
      String stage,
      MeterRegistry meters,
      Clock clock) {
    this.producer = producer;
    this.letters = new DeadLetters(producer, topics, meters, clock);
    this.samplesTopic = topics.name(Topic.SAMPLES);
    this.stage = stage;
  }

  void send(ConsumerRecord<byte[], byte[]> record, String reason) {
    unflushed = true;
    var _ = letters.send(record, stage, reason);
  }

  /** A series that a store refuses: as a remote write request of its own, without an offset. */
  void send(byte[] request, String reason) {
    send(
        new ConsumerRecord<>(samplesTopic, 0, NO_OFFSET, "remote-write".getBytes(UTF_8), request),
        reason);
  }

  void flush() {
    if (unflushed) {
      producer.flush();
      unflushed = false;
    }
  }
}

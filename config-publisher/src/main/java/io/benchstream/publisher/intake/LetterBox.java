package io.benchstream.publisher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters of one thread, which are on the topic before the offsets behind them are committed.
 * One that fails is sent again; what is open is bounded.
 */
final class LetterBox {
  private static final Logger LOG = LoggerFactory.getLogger(LetterBox.class);
  private static final long NO_OFFSET = -1;
  private static final int MOST_OPEN = 200;

  private final Producer<byte[], byte[]> producer;
  private final DeadLetters letters;
  private final String samplesTopic;
  private final String stage;
  private final Deque<Letter> open = new ArrayDeque<>();

  private record Letter(
      ConsumerRecord<byte[], byte[]> record, String reason, Future<RecordMetadata> sent) {}

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

  /**
   * Sends a letter, and waits where too many are under way.
   *
   * @throws IllegalStateException where they do not arrive
   */
  void send(ConsumerRecord<byte[], byte[]> record, String reason) {
    if (open.size() >= MOST_OPEN && !flush() && open.size() >= MOST_OPEN) {
      throw new IllegalStateException(
          "%d dead letters cannot be written; see the log for the reason".formatted(open.size()));
    }
    open.add(new Letter(record, reason, letters.send(record, stage, reason)));
  }

  /** A series that a store refuses: as a remote write request of its own, without an offset. */
  void send(byte[] request, String reason) {
    send(
        new ConsumerRecord<>(samplesTopic, 0, NO_OFFSET, "remote-write".getBytes(UTF_8), request),
        reason);
  }

  /** Waits for the letters; false where some have failed, which are under way again then. */
  boolean flush() {
    if (open.isEmpty()) {
      return true;
    }
    producer.flush();
    for (int i = open.size(); i > 0; i--) {
      Letter letter = open.remove();
      switch (letter.sent.state()) {
        case SUCCESS -> {}
        case RUNNING -> open.add(letter);
        case FAILED, CANCELLED -> failed(letter);
      }
    }
    return open.isEmpty();
  }

  private void failed(Letter letter) {
    Throwable error =
        letter.sent.isCancelled() ? new CancellationException() : letter.sent.exceptionNow();
    if (error instanceof RecordTooLargeException) {
      LOG.error(
          "the dead letter for offset {} of {}-{} is lost, since the topic takes no record of its size",
          letter.record.offset(),
          letter.record.topic(),
          letter.record.partition(),
          error);
      return;
    }
    LOG.warn("a dead letter is not on its topic yet: {}", error.toString());
    open.add(
        new Letter(
            letter.record, letter.reason, letters.send(letter.record, stage, letter.reason)));
  }
}

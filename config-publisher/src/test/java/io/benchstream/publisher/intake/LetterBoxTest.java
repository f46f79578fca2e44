package io.benchstream.publisher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class LetterBoxTest {
  private final FailingProducer producer = new FailingProducer();
  private final LetterBox letters =
      new LetterBox(
          producer,
          new Topics("", 4, (short) 1),
          "test",
          new SimpleMeterRegistry(),
          Clock.systemUTC());

  @Test
  void aLetterThatArrivesIsKept() {
    assertThat(letters.flush()).as("none").isTrue();
    letters.send("series".getBytes(UTF_8), "refused");

    assertThat(letters.flush()).isTrue();
    assertThat(producer.sent).isEqualTo(1);
  }

  @Test
  void aLetterThatFailsIsSentAgainUntilItArrives() {
    producer.failures.add(new NotEnoughReplicasException("one is away"));
    producer.failures.add(new NotEnoughReplicasException("one is away"));
    letters.send(record(), "broken");

    assertThat(letters.flush()).isFalse();
    assertThat(letters.flush()).isFalse();
    assertThat(letters.flush()).isTrue();
    assertThat(producer.sent).isEqualTo(3);
  }

  @Test
  void aLetterThatCanNeverArriveHoldsUpNothing() {
    producer.failures.add(new RecordTooLargeException("2 MB"));
    letters.send(record(), "broken");

    assertThat(letters.flush()).isTrue();
  }

  @Test
  void lettersThatDoNotArriveAreBounded() {
    for (int i = 0; i < 1_000; i++) {
      producer.failures.add(new NotEnoughReplicasException("all are away"));
    }

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 500; i++) {
                letters.send(record(), "broken");
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("200 dead letters");
  }

  private static ConsumerRecord<byte[], byte[]> record() {
    return new ConsumerRecord<>("samples", 0, 7, new byte[0], new byte[] {1});
  }

  private static final class FailingProducer extends MockProducer<byte[], byte[]> {
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private int sent;

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      sent++;
      RuntimeException failure = failures.poll();
      return failure != null
          ? CompletableFuture.failedFuture(failure)
          : CompletableFuture.completedFuture(
              new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0));
    }
  }
}

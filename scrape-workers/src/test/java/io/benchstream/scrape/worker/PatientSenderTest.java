package io.benchstream.scrape.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PatientSenderTest {
  private final Refusing producer = new Refusing();
  private final List<Long> pauses = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private long now = 10_000;
  private final PatientSender sender = sender(Duration.ZERO);
  private final List<String> outcomes = new ArrayList<>();

  /** Kafka's fake, which can refuse records as the real one does without its topics. */
  private static final class Refusing extends MockProducer<byte[], byte[]> {
    private boolean refuses;

    Refusing() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (refuses) {
        TimeoutException unknown = new TimeoutException("topic not present in metadata");
        callback.onCompletion(null, unknown);
        return CompletableFuture.failedFuture(unknown);
      }
      return super.send(record, callback);
    }
  }

  private PatientSender sender(Duration linger) {
    InstantSource clock = () -> Instant.ofEpochMilli(now);
    return new PatientSender(
        producer,
        clock,
        linger,
        (millis, task) -> {
          pauses.add(millis);
          later.add(task);
        });
  }

  private void send(String value) {
    send(sender, value);
  }

  private void send(PatientSender sender, String value) {
    sender.send(
        new ProducerRecord<>("t", value.getBytes(UTF_8)),
        (metadata, failure) ->
            outcomes.add(
                failure == null ? value : value + " " + failure.getClass().getSimpleName()));
  }

  private List<String> sent() {
    return producer.history().stream().map(record -> new String(record.value(), UTF_8)).toList();
  }

  @Test
  void keepsWhatIsRefusedAndItsOrder() {
    send("a");
    producer.refuses = true;
    send("b");
    send("c");
    sender.resend();
    assertThat(sent()).containsExactly("a");
    assertThat(outcomes).containsExactly("a");

    producer.refuses = false;
    send("d");

    assertThat(sent()).containsExactly("a", "b", "c", "d");
    assertThat(outcomes).containsExactly("a", "b", "c", "d");
  }

  @Test
  void tellsWhatFailsForGood() {
    producer.sendException = new RecordTooLargeException("too large");
    send("a");
    producer.sendException = null;
    send("b");

    assertThat(outcomes).containsExactly("a RecordTooLargeException", "b");
  }

  @Test
  void failsWhatNobodyWillTake() {
    producer.refuses = true;
    send("a");
    send("b");

    sender.giveUp();

    assertThat(outcomes).containsExactly("a TimeoutException", "b TimeoutException");
    sender.flush();
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void sendsAtOnceAfterAPauseAndInBurstsOtherwise() {
    PatientSender lingering = sender(Duration.ofMillis(500));
    now = 10_100;
    send(lingering, "a");
    assertThat(sent()).containsExactly("a");

    now = 10_150;
    send(lingering, "b");
    now = 10_320;
    send(lingering, "c");
    assertThat(sent()).containsExactly("a");
    assertThat(pauses).containsExactly(350L);
    now = 10_500;
    later.removeFirst().run();
    assertThat(sent()).containsExactly("a", "b", "c");

    send(lingering, "d");
    assertThat(pauses).containsExactly(350L, 500L);
    now = 11_000;
    later.removeFirst().run();
    now = 11_500;
    send(lingering, "e");
    assertThat(sent()).containsExactly("a", "b", "c", "d", "e");
    assertThat(later).isEmpty();
  }

  @Test
  void aTurnWithNothingToSendIsNoBurst() {
    PatientSender lingering = sender(Duration.ofMillis(500));
    lingering.flush();
    lingering.resend();
    send(lingering, "a");
    assertThat(sent()).containsExactly("a");

    send(lingering, "b");
    lingering.resend();
    assertThat(sent()).containsExactly("a");
  }

  @Test
  void doesNotWaitLongWhereTheClockIsSetBack() {
    PatientSender lingering = sender(Duration.ofMillis(500));
    send(lingering, "a");
    now = 5_000;
    send(lingering, "b");

    assertThat(sent()).containsExactly("a", "b");
  }
}

package io.benchstream.scrape.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
  private final PatientSender sender = new PatientSender(producer);
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

  private void send(String value) {
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
    sender.resend();
    assertThat(outcomes).hasSize(2);
  }
}

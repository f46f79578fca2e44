package io.benchstream.scrape.worker;

import java.util.ArrayDeque;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records, also where the producer cannot take them yet. Kafka's client forgets its topics
 * while all brokers are away, and a client that must not block then refuses records at once; those
 * stand in line here and keep their order. Whoever sends bounds how many there are. In one thread,
 * but for the callbacks.
 */
final class PatientSender {
  private final Producer<byte[], byte[]> producer;
  private final ArrayDeque<Waiting> line = new ArrayDeque<>();

  private record Waiting(ProducerRecord<byte[], byte[]> record, Callback callback) {}

  /** Tells a record that is refused on the spot from one that fails later. */
  private static final class Attempt implements Callback {
    private final Thread sender = Thread.currentThread();
    private final Callback callback;
    private boolean sending = true;
    private boolean refused;

    Attempt(Callback callback) {
      this.callback = callback;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      boolean onTheSpot = Thread.currentThread().equals(sender) && sending;
      if (onTheSpot && failure instanceof TimeoutException) {
        refused = true;
      } else {
        callback.onCompletion(metadata, failure);
      }
    }
  }

  PatientSender(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Sends a record, behind those that stand in line.
   *
   * @param callback called once, on any thread, perhaps from within
   */
  void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    line.add(new Waiting(record, callback));
    resend();
  }

  /** Sends what stands in line, as far as the producer takes it. */
  void resend() {
    Waiting first;
    while ((first = line.peek()) != null && isTaken(first)) {
      line.remove();
    }
  }

  private boolean isTaken(Waiting waiting) {
    Attempt attempt = new Attempt(waiting.callback());
    try {
      // The callback is told whatever the future would say.
      var _ = producer.send(waiting.record(), attempt);
    } catch (RuntimeException e) {
      // What is not an error of Kafka's comes as an exception: the producer is closed.
      waiting.callback().onCompletion(null, e);
    }
    attempt.sending = false;
    return !attempt.refused;
  }

  /** Fails what stands in line: nobody will take it any more. */
  void giveUp() {
    Waiting first;
    while ((first = line.poll()) != null) {
      first.callback().onCompletion(null, new TimeoutException("the producer is closed"));
    }
  }
}

package io.benchstream.scrape.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records, many of them one right after the other, also where the producer cannot take them
 * yet. In one thread, but for the callbacks; whoever sends bounds how many stand in line.
 *
 * <p>Hot path: what a record costs in Kafka's client is mostly what a batch and a wake-up of its
 * network thread cost. A record that comes within the linger of the last burst waits, so that those
 * of many scrapes go together, with those of other lanes: bursts begin at multiples of the linger
 * on the wall clock. A record that comes after a pause goes at once.
 *
 * <p>Kafka's client forgets its topics while all brokers are away, and a client that must not block
 * then refuses records at once; those stay in line here and keep their order.
 */
final class PatientSender {
  private final Producer<byte[], byte[]> producer;
  private final InstantSource clock;
  private final long lingerMillis;
  private final Later later;
  private final ArrayDeque<Waiting> line = new ArrayDeque<>();
  private long lastBurst = Long.MIN_VALUE / 2;
  private boolean burstComes;
  private boolean refused;

  /** Runs something in the sender's thread, later. */
  interface Later {
    void after(long millis, Runnable task);
  }

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

  /**
   * @param linger longest time that a record waits for others; zero: none does
   */
  PatientSender(
      Producer<byte[], byte[]> producer, InstantSource clock, Duration linger, Later later) {
    this.producer = producer;
    this.clock = clock;
    this.lingerMillis = linger.toMillis();
    this.later = later;
  }

  /**
   * Sends a record, behind those that stand in line.
   *
   * @param callback called once, on any thread, perhaps from within
   */
  void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    line.add(new Waiting(record, callback));
    long now = clock.millis();
    long since = now - lastBurst;
    if (lingerMillis == 0 || since >= lingerMillis || since < 0) {
      flush();
    } else if (!burstComes) {
      burstComes = true;
      later.after(lingerMillis - Math.floorMod(now, lingerMillis), this::burst);
    }
  }

  private void burst() {
    burstComes = false;
    flush();
  }

  /** Sends what stands in line, as far as the producer takes it. */
  void flush() {
    if (line.isEmpty()) {
      return;
    }
    lastBurst = clock.millis();
    Waiting first;
    while ((first = line.peek()) != null && isTaken(first)) {
      line.remove();
    }
    refused = !line.isEmpty();
  }

  /** Sends again what the producer could not take. */
  void resend() {
    if (refused) {
      flush();
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

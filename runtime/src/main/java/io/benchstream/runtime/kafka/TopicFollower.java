package io.benchstream.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.lifecycle.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic, every partition of it, from its start (or from a time) to its end, and then
 * follows it: the way to keep a view of a topic in memory. Belongs to no group and commits nothing.
 * The listener is called on the follower's own thread.
 */
public final class TopicFollower<T> implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final @Nullable Instant from;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordReader<T> reader;
  private final Listener<T> listener;
  private final Health.Check readiness;
  private final Backoff backoff = Backoff.forever();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;

  /** Receives what stands on the topic. */
  public interface Listener<T> {
    /**
     * A record.
     *
     * @param key the key as text; empty where the record has none
     * @param value null for a tombstone
     */
    void onRecord(String key, @Nullable T value, ConsumerRecord<byte[], byte[]> record);

    /** The end of the topic, as it was at the start, has been reached. Called once. */
    default void onCaughtUp() {}

    /** The value could not be decoded. Views leave it out: its owner is whoever consumes it. */
    default void onUndecodable(ConsumerRecord<byte[], byte[]> record, String reason) {
      LOG.warn(
          "{}-{} offset {} is left out: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          reason);
    }
  }

  /**
   * @param from read records from this time on; null reads from the topic's start
   */
  public TopicFollower(
      KafkaClients clients,
      String topic,
      @Nullable Instant from,
      RecordReader<T> reader,
      Health health,
      Listener<T> listener) {
    this.topic = topic;
    this.from = from;
    this.consumer = clients.consumer(Map.of());
    this.reader = reader;
    this.listener = listener;
    this.readiness = health.register("view of " + topic);
    this.thread = new Thread(this::run, "follow-" + topic);
  }

  @Override
  public void start() {
    readiness.notReady("reading the topic to its end");
    thread.start();
  }

  /** True once everything that stood on the topic at the start has been read. */
  public boolean caughtUp() {
    return caughtUp.getCount() == 0;
  }

  /** Waits for {@link #caughtUp}; false where the time ran out first. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * For whoever acts on the view: what is written by one that is no longer followed may undo what
   * others wrote.
   *
   * @throws IllegalStateException where following has stopped by itself
   */
  public void requireFollowing() {
    RuntimeException stopped = failure;
    if (stopped != null) {
      throw new IllegalStateException(
          "the view of %s has stopped (%s); restart the service".formatted(topic, stopped),
          stopped);
    }
  }

  @Override
  public void close() {
    closing = true;
    readiness.end();
    consumer.wakeup();
    if (!thread.isAlive()) {
      consumer.close();
      return;
    }
    try {
      if (!thread.join(Duration.ofSeconds(1))) {
        thread.interrupt(); // it waits for the registry, where a wakeup does not reach it
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      Map<TopicPartition, Long> ends = retrying(this::seek);
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          deliver(record);
        }
        if (!caughtUp()) {
          Map<TopicPartition, Long> remaining = ends;
          retrying(
              () -> remaining.entrySet().removeIf(end -> reached(end.getKey(), end.getValue())));
          if (remaining.isEmpty()) {
            listener.onCaughtUp();
            readiness.ready();
            caughtUp.countDown();
          }
        }
      }
    } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
      if (!closing) {
        stopped(e);
      }
    } catch (RuntimeException e) {
      if (!closing) {
        stopped(e);
      }
    }
  }

  private void stopped(RuntimeException e) {
    failure = e;
    readiness.notReady("stopped reading: " + e.getMessage());
    LOG.error("the view of {} has stopped: restart the service", topic, e);
  }

  private boolean reached(TopicPartition partition, long end) {
    return consumer.position(partition) >= end;
  }

  private Map<TopicPartition, Long> seek() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("there is no topic " + topic);
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    if (from == null) {
      consumer.seekToBeginning(partitions);
      return ends;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) ->
                consumer.seek(
                    partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
    return ends;
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    switch (reader.read(record)) {
      case Decoded.Value<T>(T value) -> listener.onRecord(key, value, record);
      case Decoded.Tombstone<T> tombstone -> listener.onRecord(key, null, record);
      case Decoded.Undecodable<T>(String reason) -> listener.onUndecodable(record, reason);
    }
  }

  private <R> R retrying(java.util.concurrent.Callable<R> call) {
    Predicate<Throwable> passing = e -> e instanceof RetriableException && !closing;
    return backoff.call("topic " + topic, passing, call);
  }
}

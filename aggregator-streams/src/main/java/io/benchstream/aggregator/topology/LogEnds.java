package io.benchstream.aggregator.topology;

import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.logging.RateLimitedLog;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker where partitions of a topic end and what the group has committed, for those
 * partitions only that somebody wants to know of: as a rule those with a window to close. One
 * thread; while the broker does not answer, nothing is known.
 */
public final class LogEnds implements InputEnds, Component {
  private static final int WANTED = 1;
  private static final int WANTED_WITH_START = 2;
  private static final long PAUSE_MS = 100;

  /**
   * What was seen of a partition.
   *
   * @param asOf when it was asked for, in milliseconds since the epoch
   * @param read offset up to which everything is processed, as far as the broker knows
   */
  private record Look(long asOf, long end, long read) {}

  private final Admin admin;
  private final String topic;
  private final String group;
  private final Clock clock;
  private final RateLimitedLog log;
  private final AtomicReferenceArray<@Nullable Look> looks;

  /** By partition: whether an end is wanted, and whether the committed offset is too. */
  private final AtomicIntegerArray wanted;

  private final Thread thread;
  private volatile boolean closed;

  /**
   * Does not start yet.
   *
   * @param clients makes the client that asks
   * @param group consumer group of the application
   */
  public LogEnds(
      KafkaClients clients,
      String topic,
      int partitions,
      String group,
      Clock clock,
      RateLimitedLog log) {
    this.admin = clients.admin();
    this.topic = topic;
    this.group = group;
    this.clock = clock;
    this.log = log;
    this.looks = new AtomicReferenceArray<>(partitions);
    this.wanted = new AtomicIntegerArray(partitions);
    this.thread = Thread.ofVirtual().name("aggregator-log-ends").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public OptionalLong caughtUpAt(int partition, long nextOffset) {
    wanted.set(partition, nextOffset == 0 ? WANTED_WITH_START : WANTED);
    Look look = looks.get(partition);
    return look != null && Math.max(nextOffset, look.read()) >= look.end()
        ? OptionalLong.of(look.asOf())
        : OptionalLong.empty();
  }

  private void run() {
    while (!closed) {
      try {
        look();
        Thread.sleep(PAUSE_MS);
      } catch (ExecutionException e) {
        log.warn(topic, "the broker does not tell where it ends: " + e.getMessage());
        pauseAfterFailure();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pauseAfterFailure() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    for (int partition = 0; partition < looks.length(); partition++) {
      int want = wanted.getAndSet(partition, 0);
      if (want != 0) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      if (want == WANTED_WITH_START) {
        earliest.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
      }
    }
    if (latest.isEmpty()) {
      return;
    }
    long asOf = clock.millis();
    Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
    Map<TopicPartition, Long> read = earliest.isEmpty() ? Map.of() : read(earliest);
    ends.forEach(
        (partition, end) ->
            looks.set(
                partition.partition(),
                new Look(asOf, end.offset(), read.getOrDefault(partition, 0L))));
  }

  /** What was read before the start: up to what the group committed, or what is gone since. */
  private Map<TopicPartition, Long> read(Map<TopicPartition, OffsetSpec> earliest)
      throws ExecutionException, InterruptedException {
    var starts = admin.listOffsets(earliest).all();
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, Long> read = new HashMap<>();
    starts.get().forEach((partition, start) -> read.put(partition, start.offset()));
    committed.forEach(
        (partition, position) -> {
          if (position != null) {
            read.merge(partition, position.offset(), Math::max);
          }
        });
    return read;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close();
  }
}

package io.benchstream.aggregator.topology;

import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.logging.RateLimitedLog;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker, several times a second, where each partition of a topic ends and what the group
 * has committed. One thread; while the broker does not answer, nothing is known.
 */
public final class LogEnds implements InputEnds, Component {
  private static final long PAUSE_MS = 200;

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
    this.thread = Thread.ofVirtual().name("aggregator-log-ends").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public OptionalLong caughtUpAt(int partition, long nextOffset) {
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
    long asOf = clock.millis();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    for (int partition = 0; partition < looks.length(); partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      earliest.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
    }
    var ends = admin.listOffsets(latest).all();
    var starts = admin.listOffsets(earliest).all();
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    Map<TopicPartition, ListOffsetsResultInfo> startOf = starts.get();
    Map<TopicPartition, OffsetAndMetadata> committedOf = committed.get();
    ends.get()
        .forEach(
            (partition, end) -> {
              OffsetAndMetadata position = committedOf.get(partition);
              ListOffsetsResultInfo start = startOf.get(partition);
              long read =
                  Math.max(
                      position == null ? 0 : position.offset(), start == null ? 0 : start.offset());
              looks.set(partition.partition(), new Look(asOf, end.offset(), read));
            });
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

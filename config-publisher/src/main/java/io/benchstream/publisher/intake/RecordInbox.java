package io.benchstream.publisher.intake;

import io.benchstream.publisher.remotewrite.PendingSamples;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that were fetched and wait to be written into requests: at most those of one fetch, in
 * the order of their partitions. A new partition of {@code samples} is read from before its first
 * record, so that the series are known to which that one refers. One thread.
 */
final class RecordInbox {
  private static final Logger LOG = LoggerFactory.getLogger(RecordInbox.class);

  /** A record whose samples are on their way into requests. */
  private record Draining(
      ConsumerRecord<byte[], byte[]> record, TopicPartition partition, PendingSamples samples) {}

  /** Learns where the delivery of a partition begins. */
  @FunctionalInterface
  interface BeginListener {
    void begins(TopicPartition partition, long offset);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final String samplesTopic;
  private final Function<TopicPartition, PartitionIntake> intakes;
  private final BeginListener listener;
  private final Map<TopicPartition, PartitionIntake> assigned = new HashMap<>();
  private final Deque<ConsumerRecord<byte[], byte[]>> queue = new ArrayDeque<>();
  private @Nullable Draining draining;

  /**
   * @param samplesTopic that of the topics whose records refer to earlier ones
   */
  RecordInbox(
      Consumer<byte[], byte[]> consumer,
      String samplesTopic,
      Function<TopicPartition, PartitionIntake> intakes,
      BeginListener listener) {
    this.consumer = consumer;
    this.samplesTopic = samplesTopic;
    this.intakes = intakes;
    this.listener = listener;
  }

  boolean isEmpty() {
    return draining == null && queue.isEmpty();
  }

  /** Timestamp of the oldest record; {@link Long#MAX_VALUE} for none. */
  long oldest() {
    Draining current = draining;
    ConsumerRecord<byte[], byte[]> next = queue.peek();
    return Math.min(
        current == null ? Long.MAX_VALUE : current.record.timestamp(),
        next == null ? Long.MAX_VALUE : next.timestamp());
  }

  /** Takes what a poll brought. */
  void add(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> starts;
    try {
      starts = starts(records);
    } catch (RetriableException e) {
      LOG.warn("keyframes cannot be looked for, trying again: {}", e.toString());
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, first(records, partition).offset());
      }
      return;
    }
    for (TopicPartition partition : records.partitions()) {
      long first = first(records, partition).offset();
      if (!assigned.containsKey(partition)) {
        begin(partition, first);
      }
      long start = starts.getOrDefault(partition, first);
      if (start < first) {
        // These records come again, behind those that they refer to.
        consumer.seek(partition, start);
      } else {
        queue.addAll(records.records(partition));
      }
    }
  }

  private void begin(TopicPartition partition, long offset) {
    PartitionIntake intake = intakes.apply(partition);
    intake.deliverFrom(offset);
    assigned.put(partition, intake);
    listener.begins(partition, offset);
  }

  /** Where to begin reading partitions of samples whose first records these are. */
  private Map<TopicPartition, Long> starts(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> times = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (partition.topic().equals(samplesTopic) && !assigned.containsKey(partition)) {
        times.put(partition, first(records, partition).timestamp());
      }
    }
    if (times.isEmpty()) {
      return Map.of();
    }
    try {
      return KeyframeLookback.offsets(consumer, times);
    } catch (WakeupException e) {
      // An answer came just when the poll ended.
      return KeyframeLookback.offsets(consumer, times);
    }
  }

  private static ConsumerRecord<byte[], byte[]> first(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
    return ofPartition.getFirst();
  }

  /** Writes records into the batch until that is full or none is left. */
  void drainTo(Batch batch, long now) {
    while (!batch.request().isFull()) {
      Draining current = draining;
      if (current == null) {
        ConsumerRecord<byte[], byte[]> record = queue.poll();
        if (record == null) {
          return;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        current = new Draining(record, partition, intake(partition).take(record));
      }
      boolean done = current.samples.drainTo(batch.request());
      if (batch.hasSamples()) {
        batch.touch(current.record.timestamp(), now);
      }
      draining = done ? null : current;
      if (done) {
        batch.complete(current.partition, intake(current.partition).resumeAt());
      }
    }
  }

  private PartitionIntake intake(TopicPartition partition) {
    PartitionIntake intake = assigned.get(partition);
    if (intake == null) {
      throw new IllegalStateException("a record of %s, which was released".formatted(partition));
    }
    return intake;
  }

  /** Drops what is held of the partitions: they are read again, or by somebody else. */
  void release(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionIntake intake = assigned.remove(partition);
      if (intake != null) {
        intake.release();
      }
    }
    queue.removeIf(
        record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    Draining current = draining;
    if (current != null && partitions.contains(current.partition)) {
      draining = null;
    }
  }

  /** Drops all records. */
  void clear() {
    queue.clear();
    draining = null;
  }
}

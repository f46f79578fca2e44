package io.benchstream.publisher.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offsets that the store has everything before, on their way to the broker. One thread. */
final class OffsetCommits {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);
  private static final long INTERVAL_MS = 500;

  private final String worker;
  private final Consumer<?, ?> consumer;
  private final BooleanSupplier letters;
  private final Map<TopicPartition, OffsetAndMetadata> waiting = new HashMap<>();
  private long committedAt;

  /**
   * @param letters makes sure, before a commit, that the dead letters of what lies behind are kept;
   *     false where they are not yet
   */
  OffsetCommits(String worker, Consumer<?, ?> consumer, BooleanSupplier letters) {
    this.worker = worker;
    this.consumer = consumer;
    this.letters = letters;
  }

  void add(TopicPartition partition, long offset) {
    waiting.put(partition, new OffsetAndMetadata(offset));
  }

  void forget(Collection<TopicPartition> partitions) {
    waiting.keySet().removeAll(partitions);
  }

  /** Commits without waiting, unless it did so a moment ago. */
  void commitSoon(long now) {
    if (waiting.isEmpty() || now - committedAt < INTERVAL_MS) {
      return;
    }
    committedAt = now;
    if (!letters.getAsBoolean()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(waiting);
    waiting.clear();
    consumer.commitAsync(
        offsets,
        (_, error) -> {
          if (error != null) {
            // The next commit has them again. Until then a restart brings some samples twice.
            LOG.debug("{}: offsets are committed later: {}", worker, error.toString());
            offsets.forEach(
                (partition, offset) -> {
                  if (consumer.assignment().contains(partition)) {
                    waiting.putIfAbsent(partition, offset);
                  }
                });
          }
        });
  }

  /** Commits what waits, and waits for it. */
  void commitNow() {
    if (waiting.isEmpty()) {
      return;
    }
    if (!letters.getAsBoolean()) {
      LOG.warn(
          "{}: the last offsets are not committed, since dead letters are not on their topic, so"
              + " some samples come twice",
          worker);
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(waiting);
    try {
      try {
        consumer.commitSync(offsets);
      } catch (WakeupException e) {
        // An answer came just when a poll ended.
        consumer.commitSync(offsets);
      }
      waiting.clear();
    } catch (KafkaException e) {
      LOG.warn(
          "{}: the last offsets are not committed, so some samples come twice: {}",
          worker,
          e.toString());
    }
  }
}

package io.benchstream.publisher.intake;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Remembers which offset each partition had been delivered up to and when, for as long as a store
 * may lose what it has taken. One entry a second and partition. One thread.
 */
final class DeliveryLog {
  private static final long GRAIN_MS = 1_000;

  /** At this time everything below the offset was delivered. */
  private record Mark(long time, long offset) {}

  private final long windowMillis;
  private final Map<TopicPartition, Deque<Mark>> marks = new HashMap<>();

  DeliveryLog(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** Delivery of a partition begins, or begins again, at this offset. */
  void begin(TopicPartition partition, long offset, long now) {
    Deque<Mark> fresh = new ArrayDeque<>();
    fresh.add(new Mark(now, offset));
    marks.put(partition, fresh);
  }

  /** Everything below the offset is delivered. */
  void delivered(TopicPartition partition, long offset, long now) {
    Deque<Mark> ofPartition = marks.get(partition);
    if (ofPartition == null || now - ofPartition.getLast().time < GRAIN_MS) {
      return;
    }
    ofPartition.addLast(new Mark(now, offset));
    Mark first = ofPartition.removeFirst();
    // The first mark is the one in front of the window.
    while (!ofPartition.isEmpty() && ofPartition.getFirst().time <= now - windowMillis) {
      first = ofPartition.removeFirst();
    }
    ofPartition.addFirst(first);
  }

  /** For each partition an offset below which everything was delivered before the time. */
  Map<TopicPartition, Long> before(long time) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    marks.forEach(
        (partition, ofPartition) -> {
          long offset = ofPartition.getFirst().offset;
          for (Mark mark : ofPartition) {
            offset = mark.time <= time ? mark.offset : offset;
          }
          offsets.put(partition, offset);
        });
    return offsets;
  }

  void forget(Collection<TopicPartition> partitions) {
    marks.keySet().removeAll(partitions);
  }
}

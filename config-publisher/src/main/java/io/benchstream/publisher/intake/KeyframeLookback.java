package io.benchstream.publisher.intake;

import io.benchstream.schemas.samples.CodecSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where a consumer has to begin so that it knows the series of the first record it is to
 * deliver: series are written at least once in a keyframe interval, and readers look back twice as
 * far.
 */
final class KeyframeLookback {
  private static final long BACK_MS = 2 * CodecSettings.DEFAULT.keyframeInterval().toMillis();

  private KeyframeLookback() {}

  /**
   * The offset to begin at for each partition.
   *
   * @param firstTimes timestamp of the first record to deliver
   */
  static Map<TopicPartition, Long> offsets(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> firstTimes) {
    Map<TopicPartition, Long> times = new HashMap<>();
    firstTimes.forEach((partition, time) -> times.put(partition, Math.max(0, time - BACK_MS)));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      if (found.getValue() != null) {
        offsets.put(found.getKey(), found.getValue().offset());
      }
    }
    return offsets;
  }
}

package io.benchstream.schemas.samples.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Reads logs that stay where they are, so that it can go back, and finds offsets by time. */
final class LogConsumer extends MockConsumer<byte[], byte[]> {
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final int maxPollRecords;
  private @Nullable RuntimeException timesFailure;

  LogConsumer(int maxPollRecords) {
    super("earliest");
    this.maxPollRecords = maxPollRecords;
  }

  void append(TopicPartition partition, byte[] value, long timestamp) {
    List<ConsumerRecord<byte[], byte[]>> log =
        logs.computeIfAbsent(partition, key -> new ArrayList<>());
    log.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            log.size(),
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            new byte[0],
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  void failNextTimes(RuntimeException failure) {
    timesFailure = failure;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
    for (TopicPartition partition : assignment()) {
      List<ConsumerRecord<byte[], byte[]>> log = logs.getOrDefault(partition, List.of());
      int from = (int) position(partition);
      int to = Math.min(log.size(), from + maxPollRecords);
      if (from < to) {
        polled.put(partition, log.subList(from, to));
        seek(partition, to);
      }
    }
    return new ConsumerRecords<>(polled, Map.of());
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> times) {
    if (timesFailure != null) {
      RuntimeException failure = timesFailure;
      timesFailure = null;
      throw failure;
    }
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    times.forEach(
        (partition, time) ->
            logs.getOrDefault(partition, List.of()).stream()
                .filter(record -> record.timestamp() >= time)
                .findFirst()
                .ifPresent(
                    record ->
                        found.put(
                            partition,
                            new OffsetAndTimestamp(record.offset(), record.timestamp()))));
    return found;
  }
}

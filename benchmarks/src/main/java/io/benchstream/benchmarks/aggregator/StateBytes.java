package io.benchstream.benchmarks.aggregator;

import io.benchstream.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the aggregator keeps of each target: the latest values of its changelog. */
final class StateBytes {
  private static final Duration POLL = Duration.ofMillis(200);

  private StateBytes() {}

  /** Bytes of keys and values in all, by the part of the key before the slash. */
  static Map<String, Long> of(KafkaClients clients, String changelog) {
    Map<String, Integer> sizes = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(
          consumer.partitionsFor(changelog).stream()
              .map(info -> new TopicPartition(changelog, info.partition()))
              .toList());
      consumer.seekToBeginning(consumer.assignment());
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          String key =
              record.partition()
                  + "/"
                  + new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
          sizes.put(key, record.value() == null ? 0 : record.key().length + record.value().length);
        }
      }
    }
    Map<String, Long> bytes = new HashMap<>();
    sizes.forEach((key, size) -> bytes.merge(key.split("/", -1)[1], (long) size, Long::sum));
    return bytes;
  }
}

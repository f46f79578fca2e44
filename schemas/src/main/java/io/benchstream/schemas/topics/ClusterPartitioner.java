package io.benchstream.schemas.topics;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's partitioner for the keys of {@link ResourceKeys}: a cluster and its jobs go to one
 * partition. Every other key goes where Kafka's own partitioner would put it, and a record without
 * a key anywhere.
 */
public final class ClusterPartitioner implements Partitioner {
  @Override
  public int partition(
      String topic,
      @Nullable Object key,
      byte @Nullable [] keyBytes,
      @Nullable Object value,
      byte @Nullable [] valueBytes,
      Cluster cluster) {
    int partitions = cluster.partitionCountForTopic(topic);
    return keyBytes == null
        ? ThreadLocalRandom.current().nextInt(partitions)
        : ResourceKeys.partition(keyBytes, partitions);
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}

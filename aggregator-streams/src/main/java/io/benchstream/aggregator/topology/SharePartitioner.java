package io.benchstream.aggregator.topology;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Shares go to their scope's partition, a partition's progress to all. */
final class SharePartitioner implements StreamPartitioner<byte[], byte[]> {
  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    return Optional.of(
        key.length == 0
            ? IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet())
            : Set.of(Utils.toPositive(Utils.murmur2(key)) % numPartitions));
  }
}

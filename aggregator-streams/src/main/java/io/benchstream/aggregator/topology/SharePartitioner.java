package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.session.ScopePlacement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Shares go to their scope's partition, a partition's progress to all.
 *
 * @param partitions count of partitions of scopes
 */
record SharePartitioner(int partitions)
    implements StreamPartitioner<byte[], byte[]>, ScopePlacement {
  @Override
  public int partition(String scope) {
    return Utils.toPositive(Utils.murmur2(scope.getBytes(UTF_8))) % partitions;
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    return Optional.of(
        key.length == 0
            ? IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet())
            : Set.of(partition(new String(key, UTF_8))));
  }
}

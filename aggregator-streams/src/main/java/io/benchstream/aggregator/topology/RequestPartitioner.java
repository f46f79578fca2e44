package io.benchstream.aggregator.topology;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Requests say themselves which partition they are for. */
final class RequestPartitioner implements StreamPartitioner<byte[], byte[]> {
  static byte[] key(int partition) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    return Optional.of(Set.of(ByteBuffer.wrap(key).getInt()));
  }
}

package io.benchstream.publisher.intake;

import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * A request while it is filled and delivered, and the offsets that may be committed once the store
 * has it. One thread.
 */
final class Batch {
  private final WriteRequestBuffer request;
  private final Supplier<Encoding> encoding;
  private final Map<TopicPartition, Long> offsets = new HashMap<>();
  private long openedAt;
  private long oldest = Long.MAX_VALUE;

  /**
   * @param bytes size of a request
   * @param encoding of the next request
   */
  Batch(int bytes, Supplier<Encoding> encoding) {
    this.encoding = encoding;
    request = new WriteRequestBuffer(bytes);
    request.clear(encoding.get());
  }

  WriteRequestBuffer request() {
    return request;
  }

  boolean hasSamples() {
    return !request.isEmpty();
  }

  /** Samples of a record go in: its timestamp, and the time now, in milliseconds. */
  void touch(long timestamp, long now) {
    if (oldest == Long.MAX_VALUE) {
      openedAt = now;
    }
    oldest = Math.min(oldest, timestamp);
  }

  /** A record is in as a whole. */
  void complete(TopicPartition partition, long resumeAt) {
    offsets.put(partition, resumeAt);
  }

  /** Milliseconds since the first samples went in. */
  long age(long now) {
    return oldest == Long.MAX_VALUE ? 0 : now - openedAt;
  }

  /** Timestamp of the oldest record in it; {@link Long#MAX_VALUE} for none. */
  long oldest() {
    return oldest;
  }

  /** The offsets, handed over: afterwards the batch is empty. */
  Map<TopicPartition, Long> finish() {
    Map<TopicPartition, Long> finished = Map.copyOf(offsets);
    offsets.clear();
    request.clear(encoding.get());
    oldest = Long.MAX_VALUE;
    return finished;
  }

  /** The partitions belong to somebody else now, who will commit them. */
  void forget(Collection<TopicPartition> partitions) {
    offsets.keySet().removeAll(partitions);
  }
}

package io.benchstream.aggregator.topology;

import io.benchstream.runtime.kafka.Decoded;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of a topic. Each task has one of its own. */
@FunctionalInterface
public interface ValueReader<T> {
  Decoded<T> read(ConsumerRecord<byte[], byte[]> record);
}

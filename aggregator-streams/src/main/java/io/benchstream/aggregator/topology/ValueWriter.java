package io.benchstream.aggregator.topology;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Encodes the records of a topic. Each task has one of its own. */
@FunctionalInterface
public interface ValueWriter<T> {
  ProducerRecord<byte[], byte[]> record(String key, T value);
}

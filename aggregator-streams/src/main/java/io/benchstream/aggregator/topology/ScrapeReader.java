package io.benchstream.aggregator.topology;

import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Scrape;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of {@code samples}. Each task has one of its own. */
@FunctionalInterface
public interface ScrapeReader {
  Decoded<Scrape> read(ConsumerRecord<byte[], byte[]> record);
}

package io.benchstream.schemas.samples.kafka;

import io.benchstream.schemas.samples.Decoded;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what {@link SamplesReader} reads. */
@FunctionalInterface
public interface ScrapeHandler {
  /**
   * Takes the next record of a partition.
   *
   * @param record the one that {@code decoded} came of: for a scrape in parts the last of them
   */
  void handle(ConsumerRecord<byte[], byte[]> record, Decoded decoded);
}

package io.benchstream.schemas.samples.kafka;

import io.benchstream.schemas.Scrape;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Turns a record's bytes into a scrape. */
@FunctionalInterface
public interface ScrapeParser {
  /**
   * The scrape; null where the bytes are none, and the record is left out.
   *
   * @param isPriming true where the record lies before the wanted offset and was dealt with before:
   *     a bad one is not to be reported again
   */
  @Nullable Scrape parse(ConsumerRecord<byte[], byte[]> record, boolean isPriming);
}

package io.benchstream.publisher.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what cannot be used, and counts what is left out. */
interface RefusedRecords {
  /** A record that is broken: it goes to the dead letters. */
  void broken(ConsumerRecord<byte[], byte[]> record, String reason);

  /** Samples of good records that are not written; called with 0 too. */
  void dropped(String reason, int samples);
}

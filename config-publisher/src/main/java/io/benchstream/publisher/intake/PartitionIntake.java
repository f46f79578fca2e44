package io.benchstream.publisher.intake;

import io.benchstream.publisher.remotewrite.PendingSamples;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns the records of one partition into samples, in order. One thread. */
interface PartitionIntake {
  /**
   * Called once, before the first record: those below the offset have been delivered before, and
   * come, if at all, to be learnt from.
   */
  void deliverFrom(long offset);

  /** The samples of the next record; none where it has none or cannot be used. */
  PendingSamples take(ConsumerRecord<byte[], byte[]> record);

  /** Where reading has to begin again once everything that was taken so far is delivered. */
  long resumeAt();

  /** The partition belongs to somebody else now. */
  default void release() {}
}

package io.benchstream.aggregator.topology;

/** What the partitions of targets pass on. */
sealed interface TargetOutput {
  /** The record's value. */
  byte[] value();

  /** A {@link ShareMessage}. */
  @SuppressWarnings("ArrayRecordComponent")
  record ToScopes(byte[] value) implements TargetOutput {}

  /** A record that cannot be used. */
  @SuppressWarnings("ArrayRecordComponent")
  record DeadLetter(byte[] value) implements TargetOutput {}
}

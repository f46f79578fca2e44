package io.benchstream.runtime.kafka;

/** What became of a record's value. */
public sealed interface Decoded<T> {
  /** The value. */
  record Value<T>(T value) implements Decoded<T> {}

  /** The record has no value: it deletes its key. */
  record Tombstone<T>() implements Decoded<T> {}

  /**
   * The bytes are not a record of the type.
   *
   * @param reason in words, for the dead letter
   */
  record Undecodable<T>(String reason) implements Decoded<T> {}
}

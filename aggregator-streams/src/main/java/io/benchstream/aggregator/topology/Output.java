package io.benchstream.aggregator.topology;

import org.jspecify.annotations.Nullable;

/** What processors pass on, each to a place of its own. */
sealed interface Output {
  /** The record's value; null where it deletes its key. */
  byte @Nullable [] value();

  /** A {@link ScopeMessage} of a partition of targets. */
  @SuppressWarnings("ArrayRecordComponent")
  record Share(byte[] value) implements Output {}

  /** A {@link ScopeMessage} of a session. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(byte[] value) implements Output {}

  /** An {@link io.benchstream.aggregator.session.Answer}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(byte[] value) implements Output {}

  /** A record of {@code kpis}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Kpi(byte[] value) implements Output {}

  /** A record that cannot be used. */
  @SuppressWarnings("ArrayRecordComponent")
  record DeadLetter(byte[] value) implements Output {}
}

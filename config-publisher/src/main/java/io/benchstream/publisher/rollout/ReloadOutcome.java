package io.benchstream.publisher.rollout;

/** What became of a reload. */
public sealed interface ReloadOutcome {
  /** vmagent runs the configuration. */
  record Confirmed() implements ReloadOutcome {}

  /**
   * vmagent keeps running its earlier configuration.
   *
   * @param reason in words
   */
  record Refused(String reason) implements ReloadOutcome {}

  /**
   * vmagent did not run it in time, and does not say why: it refuses it, or is slow.
   *
   * @param reason in words
   */
  record Unconfirmed(String reason) implements ReloadOutcome {}

  /**
   * vmagent does not answer, or is slow; it reads the configuration when it starts.
   *
   * @param reason in words
   */
  record Unreachable(String reason) implements ReloadOutcome {}

  /** There is nobody to ask. */
  record NotAsked() implements ReloadOutcome {}
}

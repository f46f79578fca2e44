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
   * vmagent does not answer; it reads the configuration when it starts.
   *
   * @param reason in words
   */
  record Unreachable(String reason) implements ReloadOutcome {}

  /** There is nobody to ask. */
  record NotAsked() implements ReloadOutcome {}
}

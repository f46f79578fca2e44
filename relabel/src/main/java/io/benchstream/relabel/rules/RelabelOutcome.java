package io.benchstream.relabel.rules;

/** What became of a label set. */
public enum RelabelOutcome {
  /** It is to be used, as the rules have left it; it may have no labels left. */
  KEPT,
  /** A rule drops it. */
  DROPPED,
  /**
   * The rules have made it larger than {@link io.benchstream.relabel.labels.LabelBuilder} allows.
   * It must not be used.
   */
  TOO_LARGE
}

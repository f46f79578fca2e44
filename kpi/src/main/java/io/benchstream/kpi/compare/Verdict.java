package io.benchstream.kpi.compare;

/** What a comparison says of a figure, at the confidence asked for. */
public enum Verdict {
  /** It changed for the better by more than the tolerance. */
  BETTER,
  /** It changed for the worse by more than the tolerance. */
  WORSE,
  /** It changed by more than the tolerance, and nobody can say whether that is good. */
  CHANGED,
  /** The change lies within the tolerance. */
  SAME,
  /** The windows are too few or too unlike each other to tell. */
  UNCLEAR;

  /**
   * The verdict on a ratio of new to old.
   *
   * @param tolerance change that is accepted, as a part of one: 0.05 for 5 %
   */
  static Verdict of(Interval ratio, double tolerance, Direction direction) {
    double low = 1 - tolerance;
    double high = 1 + tolerance;
    if (ratio.low() >= low && ratio.high() <= high) {
      return SAME;
    }
    boolean rose = ratio.low() > high;
    boolean fell = ratio.high() < low;
    if (!rose && !fell) {
      return UNCLEAR;
    }
    return switch (direction) {
      case LOWER_IS_BETTER -> fell ? BETTER : WORSE;
      case HIGHER_IS_BETTER -> rose ? BETTER : WORSE;
      case NEITHER -> CHANGED;
    };
  }
}

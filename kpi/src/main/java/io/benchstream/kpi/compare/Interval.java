package io.benchstream.kpi.compare;

/**
 * A confidence interval; NaN at both ends where there is none.
 *
 * @param low not above {@code high}
 */
public record Interval(double low, double high) {
  static final Interval NONE = new Interval(Double.NaN, Double.NaN);
}

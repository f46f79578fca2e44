package io.benchstream.benchmarks.document;

import java.util.Arrays;

/**
 * How a figure grows with what it depends on: a straight line through the measured points by least
 * squares, and whether they lie on one.
 *
 * @param fixed what the line has at 0
 * @param perUnit its slope
 */
record Growth(Verdict verdict, double fixed, double perUnit) {
  /** Below this share of the largest value nothing has grown: it is noise. */
  private static final double STILL = 0.15;

  /**
   * So far may a point lie from the line between the first and the last, as a share of the line.
   */
  private static final double BEND = 0.3;

  /** In words. */
  enum Verdict {
    CONSTANT("constant"),
    LINEAR("linear"),
    FASTER("faster than linear"),
    SLOWER("slower than linear"),
    FALLING("falling"),
    TOO_FEW("too few points");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * Of points in the order of x.
   *
   * @throws IllegalArgumentException when x does not grow
   */
  static Growth of(double[] x, double[] y) {
    for (int i = 1; i < x.length; i++) {
      if (x[i] <= x[i - 1]) {
        throw new IllegalArgumentException("x does not grow: " + Arrays.toString(x));
      }
    }
    if (x.length < 3 || x.length != y.length) {
      return new Growth(Verdict.TOO_FEW, Double.NaN, Double.NaN);
    }
    double slope = slope(x, y);
    double fixed = mean(y) - slope * mean(x);
    return new Growth(verdict(x, y), fixed, slope);
  }

  private static Verdict verdict(double[] x, double[] y) {
    double most = Arrays.stream(y).max().orElse(0);
    double least = Arrays.stream(y).min().orElse(0);
    if (most - least <= STILL * Math.abs(most)) {
      return Verdict.CONSTANT;
    }
    int last = x.length - 1;
    if (y[last] < y[0]) {
      return Verdict.FALLING;
    }
    double bend = 0;
    for (int i = 1; i < last; i++) {
      double line = y[0] + (y[last] - y[0]) * (x[i] - x[0]) / (x[last] - x[0]);
      double off = (y[i] - line) / line;
      bend = Math.abs(off) > Math.abs(bend) ? off : bend;
    }
    if (Math.abs(bend) <= BEND) {
      return Verdict.LINEAR;
    }
    return bend < 0 ? Verdict.FASTER : Verdict.SLOWER;
  }

  private static double slope(double[] x, double[] y) {
    double meanX = mean(x);
    double meanY = mean(y);
    double both = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      both += (x[i] - meanX) * (y[i] - meanY);
      square += (x[i] - meanX) * (x[i] - meanX);
    }
    return both / square;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}

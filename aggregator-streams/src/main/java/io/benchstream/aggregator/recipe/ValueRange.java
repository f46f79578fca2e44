package io.benchstream.aggregator.recipe;

/**
 * The values that count; others, such as an exporter's "no data" number, are left out.
 *
 * @param min smallest value, inclusive
 * @param max largest value, inclusive
 */
public record ValueRange(double min, double max) {
  /** Every finite number. */
  public static final ValueRange FINITE = new ValueRange(-Double.MAX_VALUE, Double.MAX_VALUE);

  public ValueRange {
    if (!(min <= max)) {
      throw new IllegalArgumentException("min %s is not below max %s".formatted(min, max));
    }
  }

  /** False for NaN and infinities, whatever the range. */
  public boolean contains(double value) {
    return value >= min && value <= max && Math.abs(value) <= Double.MAX_VALUE;
  }
}

package io.benchstream.scrape.exposition;

/**
 * Converts a decimal significand and exponent to the nearest double, ties to even, exactly.
 *
 * <p>Clinger's fast path where both fit a double (W. Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990), else the algorithm of Eisel and Lemire (D. Lemire, "Number Parsing at a
 * Gigabyte per Second", 2021) in its form with a truncated 128-bit table. The few inputs that it
 * cannot decide give {@link #UNDECIDED}.
 */
final class Decimals {
  /** The result where the caller has to take the slow way: no double has these bits here. */
  static final double UNDECIDED = Double.NaN;

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int MAX_EXACT_POWER = EXACT_POWERS.length - 1;
  private static final int SIGNIFICAND_BITS = 52;
  private static final int BIAS = 1023;
  private static final int MAX_BIASED = 2046;

  /** The bits of the upper product word below a significand of 54 bits plus the leading one. */
  private static final long ROUNDING_MASK = 0x1FF;

  private Decimals() {}

  /**
   * The double nearest to {@code significand · 10^exponent}, or {@link #UNDECIDED} (a NaN).
   *
   * @param significand unsigned
   */
  static double toDouble(long significand, int exponent) {
    if (significand >>> (SIGNIFICAND_BITS + 1) == 0) {
      // Both operands are exact, so that the one rounding of the operation is the only one.
      if (exponent == 0) {
        return significand;
      }
      if (exponent > 0 && exponent <= MAX_EXACT_POWER) {
        return significand * EXACT_POWERS[exponent];
      }
      if (exponent < 0 && exponent >= -MAX_EXACT_POWER) {
        return significand / EXACT_POWERS[-exponent];
      }
      if (significand == 0) {
        return 0;
      }
    }
    if (exponent < PowersOfTen.MIN_EXPONENT || exponent > PowersOfTen.MAX_EXPONENT) {
      return UNDECIDED;
    }
    return eiselLemire(significand, exponent);
  }

  private static double eiselLemire(long significand, int exponent) {
    int shift = Long.numberOfLeadingZeros(significand);
    long w = significand << shift;
    long powerHigh = PowersOfTen.high(exponent);
    long high = Math.unsignedMultiplyHigh(w, powerHigh);
    long low = w * powerHigh;
    if ((high & ROUNDING_MASK) == ROUNDING_MASK && Long.compareUnsigned(low + w, w) < 0) {
      // The part of the power that was left out could carry into the rounding bits.
      long powerLow = PowersOfTen.low(exponent);
      long below = w * powerLow;
      long sum = low + Math.unsignedMultiplyHigh(w, powerLow);
      if (Long.compareUnsigned(sum, low) < 0) {
        high++;
      }
      low = sum;
      if ((high & ROUNDING_MASK) == ROUNDING_MASK
          && low == -1L
          && Long.compareUnsigned(below + w, w) < 0) {
        return UNDECIDED;
      }
    }
    int top = (int) (high >>> 63);
    long bits = high >>> (top + 9);
    if (low == 0 && (high & ROUNDING_MASK) == 0 && (bits & 3) == 1) {
      return UNDECIDED; // Perhaps half way between two doubles.
    }
    bits = (bits + (bits & 1)) >>> 1;
    // floor(log2(10^exponent)) by a multiplication that is exact over the table's range.
    int biased = ((217_706 * exponent) >> 16) + 64 + BIAS - shift - (1 - top);
    if (bits >>> (SIGNIFICAND_BITS + 1) != 0) {
      bits >>>= 1;
      biased++;
    }
    if (biased < 1 || biased > MAX_BIASED) {
      return UNDECIDED; // Subnormal, or too large.
    }
    return Double.longBitsToDouble(
        ((long) biased << SIGNIFICAND_BITS) | (bits & ((1L << SIGNIFICAND_BITS) - 1)));
  }
}

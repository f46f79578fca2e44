package io.benchstream.scrape.exposition;

import java.math.BigInteger;

/**
 * The leading 128 bits of the powers of ten that a double can need, cut off and not rounded: the
 * true significand of 10^q lies in [{@code HIGH·2^64 + LOW}, {@code HIGH·2^64 + LOW + 1}), and the
 * top bit of HIGH is set. Computed once, when the class is loaded.
 */
final class PowersOfTen {
  /** Below it, 19 digits are less than half of the smallest subnormal. */
  static final int MIN_EXPONENT = -342;

  /** Above it, one digit is more than the largest double. */
  static final int MAX_EXPONENT = 308;

  private static final int COUNT = MAX_EXPONENT - MIN_EXPONENT + 1;
  private static final int BITS = 128;
  private static final long[] HIGH = new long[COUNT];
  private static final long[] LOW = new long[COUNT];

  static {
    BigInteger ten = BigInteger.TEN;
    for (int q = MIN_EXPONENT; q <= MAX_EXPONENT; q++) {
      BigInteger significand = q < 0 ? reciprocal(ten.pow(-q)) : leading(ten.pow(q));
      HIGH[q - MIN_EXPONENT] = significand.shiftRight(64).longValue();
      LOW[q - MIN_EXPONENT] = significand.longValue();
    }
  }

  private PowersOfTen() {}

  static long high(int exponent) {
    return HIGH[exponent - MIN_EXPONENT];
  }

  static long low(int exponent) {
    return LOW[exponent - MIN_EXPONENT];
  }

  private static BigInteger leading(BigInteger power) {
    int excess = power.bitLength() - BITS;
    return excess > 0 ? power.shiftRight(excess) : power.shiftLeft(-excess);
  }

  private static BigInteger reciprocal(BigInteger power) {
    // 2^(n-1) < power < 2^n, so that the quotient has exactly 128 bits.
    return BigInteger.ONE.shiftLeft(power.bitLength() + BITS - 1).divide(power);
  }
}

package io.benchstream.relabel.rules;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Prometheus' {@code uint64} in a Java {@code long}. */
final class UnsignedNumber {
  private static final int BITS = 64;

  private UnsignedNumber() {}

  /** A whole number from 0 to 2^64-1 as the bits of a long, or null where it is none. */
  static @Nullable Long of(Object number) {
    boolean whole =
        number instanceof Integer
            || number instanceof Long
            || number instanceof Short
            || number instanceof Byte
            || number instanceof BigInteger;
    if (!whole) {
      return null;
    }
    BigInteger value = new BigInteger(number.toString());
    return value.signum() < 0 || value.bitLength() > BITS ? null : value.longValue();
  }

  static Number toNumber(long bits) {
    return bits >= 0 ? Long.valueOf(bits) : new BigInteger(Long.toUnsignedString(bits));
  }
}

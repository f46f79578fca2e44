package io.benchstream.cli.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
public final class Numbers {
  private Numbers() {}

  /** Four significant digits, thousands grouped; {@code -} for NaN. */
  public static String significant(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    double size = Math.abs(value);
    int decimals;
    if (size == 0 || (value == Math.rint(value) && size < 1e15)) {
      decimals = 0;
    } else {
      decimals = (int) Math.clamp(3 - Math.floor(Math.log10(size)), 0, 9);
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** For example {@code 12.3 s}. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}

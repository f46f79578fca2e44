package io.benchstream.benchmarks.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as the document has them. */
final class Figures {
  static final String NOT_MEASURED = "not measured";

  private Figures() {}

  /** A figure by a pattern of {@link String#format}, or that there is none. */
  static String text(OptionalDouble figure, String pattern) {
    return figure.isPresent()
        ? String.format(Locale.ROOT, pattern, figure.getAsDouble())
        : NOT_MEASURED;
  }

  /** {@code figure * factor} by a pattern, or that there is none. */
  static String times(OptionalDouble figure, double factor, String pattern) {
    return text(
        figure.isPresent()
            ? OptionalDouble.of(figure.getAsDouble() * factor)
            : OptionalDouble.empty(),
        pattern);
  }

  /** {@code a / b}, where both are there. */
  static OptionalDouble ratio(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent() && b.getAsDouble() != 0
        ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
        : OptionalDouble.empty();
  }

  /** {@code a + b}, where both are there. */
  static OptionalDouble sum(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(a.getAsDouble() + b.getAsDouble())
        : OptionalDouble.empty();
  }

  /** {@code a - b}, where both are there. */
  static OptionalDouble difference(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(a.getAsDouble() - b.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Three significant digits, with the thousands apart; whole from 100 on. */
  static String digits(double value) {
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}

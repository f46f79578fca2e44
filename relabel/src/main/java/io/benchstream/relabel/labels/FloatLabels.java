package io.benchstream.relabel.labels;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The one spelling of the numbers in {@code le} and {@code quantile}: {@code "1"}, {@code "1.0"}
 * and {@code "1e0"} are one bucket. The spelling is OpenMetrics', as Prometheus 3 stores it:
 * shortest digits, always a fraction or an exponent, {@code +Inf}, {@code NaN}.
 */
public final class FloatLabels {
  /** No number needs more characters; longer values are not looked at. */
  private static final int MAX_LENGTH = 64;

  private FloatLabels() {}

  /** The one spelling of {@code value}; a value that is no number stays as it is. */
  public static String normalize(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      return value;
    }
    char first = value.charAt(0);
    String unsigned = first == '+' || first == '-' ? value.substring(1) : value;
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return first == '-' ? "-Inf" : "+Inf";
    }
    if (value.equalsIgnoreCase("nan")) {
      return "NaN";
    }
    if (!isNumber(unsigned)) {
      return value;
    }
    try {
      double number = Double.parseDouble(value);
      return Double.isInfinite(number) ? value : format(number);
    } catch (NumberFormatException e) {
      return value;
    }
  }

  /** Excludes what only Java takes for a number: spaces, and the suffixes of 1f and 1d. */
  private static boolean isNumber(String unsigned) {
    if (unsigned.isEmpty()) {
      return false;
    }
    boolean hex = unsigned.startsWith("0x") || unsigned.startsWith("0X");
    for (int i = hex ? 2 : 0; i < unsigned.length(); i++) {
      char c = unsigned.charAt(i);
      boolean digit = hex ? Character.digit(c, 16) >= 0 : c >= '0' && c <= '9';
      if (!digit && "+-.eEpP".indexOf(c) < 0) {
        return false;
      }
    }
    char last = unsigned.charAt(unsigned.length() - 1);
    return last == '.' || (last >= '0' && last <= '9');
  }

  /** A number in the one spelling: the shortest digits that give the same number back. */
  public static String format(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return "0.0"; // of either sign
    }
    BigDecimal shortest = shortest(Math.abs(number));
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "");
    // The thresholds of Go's strconv.FormatFloat(f, 'g', -1, 64).
    if (exponent < -4 || exponent >= 6) {
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      int magnitude = Math.abs(exponent);
      text.append('e').append(exponent < 0 ? '-' : '+').append(magnitude < 10 ? "0" : "");
      return text.append(magnitude).toString();
    }
    text.append(shortest.toPlainString());
    return shortest.scale() > 0 ? text.toString() : text.append(".0").toString();
  }

  /** {@code Double.toString} gives the shortest digits, but never fewer than two. */
  private static BigDecimal shortest(double number) {
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one = digits.round(new MathContext(1));
      return one.doubleValue() == number ? one.stripTrailingZeros() : digits;
    }
    return digits;
  }
}

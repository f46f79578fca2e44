package io.benchstream.cli.simulator.engine;

/** Numbers as Python's prometheus_client writes them ({@code floatToGoString}). */
final class PythonFloat {
  private PythonFloat() {}

  static String format(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "+Inf";
    }
    if (value >= 1e-4 || value == 0) {
      String text = new java.math.BigDecimal(Double.toString(value)).toPlainString();
      String digits = text.contains(".") ? text : text + ".0";
      int dot = digits.indexOf('.');
      return dot > 6 ? exponent(digits, dot) : digits;
    }
    return Double.toString(value).replace('E', 'e');
  }

  /** The client goes over to exponents from 1,000,000 on, as Go does. */
  private static String exponent(String digits, int dot) {
    String mantissa = digits.charAt(0) + "." + digits.substring(1, dot) + digits.substring(dot + 1);
    return "%se+%02d".formatted(mantissa.replaceAll("[0.]+$", ""), dot - 1);
  }
}

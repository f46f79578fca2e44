package io.benchstream.gateway.artifact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers for people: three digits that count, in a unit of the right size. */
final class Figures {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Figures() {}

  /** A number and its unit. */
  record Figure(String number, String unit) {
    @Override
    public String toString() {
      return unit.isEmpty() ? number : number + " " + unit;
    }
  }

  static Figure of(double value, String unit) {
    return switch (unit) {
      case "seconds" -> seconds(value);
      case "ratio" -> new Figure(digits(value * 100), "%");
      case "percent" -> new Figure(digits(value), "%");
      case "celsius" -> new Figure(digits(value), "°C");
      case "watts" -> new Figure(digits(value), "W");
      case "bytes" -> bytes(value, "");
      case "bytes/s" -> bytes(value, "/s");
      default -> new Figure(digits(value), unit);
    };
  }

  private static Figure seconds(double value) {
    double size = Math.abs(value);
    if (size >= 1 || size == 0) {
      return new Figure(digits(value), "s");
    }
    return size >= 1e-3
        ? new Figure(digits(value * 1e3), "ms")
        : new Figure(digits(value * 1e6), "µs");
  }

  private static Figure bytes(double value, String per) {
    int step = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 1024 && step < BINARY.length - 1) {
      scaled /= 1024;
      step++;
    }
    return new Figure(digits(scaled), BINARY[step] + per);
  }

  static String digits(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP)).stripTrailingZeros();
    return Math.abs(value) < 1e-6 && value != 0
        ? String.format(Locale.ROOT, "%.2e", value)
        : rounded.toPlainString();
  }

  /** For example 1 h 5 min, 90 s. */
  static String time(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return digits(duration.toMillis() / 1e3) + " s";
    }
    String minutes = duration.toMinutesPart() + " min";
    String rest =
        duration.toSecondsPart() == 0 ? minutes : minutes + " " + duration.toSecondsPart() + " s";
    return duration.toHours() == 0 ? rest : duration.toHours() + " h " + minutes;
  }
}

package io.benchstream.runtime.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Prometheus writes them: {@code 500ms}, {@code 15s}, {@code 1m30s}, {@code 1d}. See
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/ ({@code <duration>}).
 */
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException where the text is not a duration or is beyond 292 million
   *     years
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || (!matcher.matches() && !text.equals("0"))) {
      throw new IllegalArgumentException(
          "'%s' is not a duration; write for example 500ms, 15s or 1m30s".formatted(text));
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    long millis = 0;
    try {
      for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
        String digits = matcher.group(unit + 1);
        if (digits != null) {
          millis =
              Math.addExact(millis, Math.multiplyExact(Long.parseLong(digits), UNIT_MILLIS[unit]));
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is too long a duration".formatted(text), e);
    }
    return Duration.ofMillis(millis);
  }

  /**
   * Writes a duration of whole milliseconds with the largest units that divide it, as Prometheus.
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    String[] names = {"y", "w", "d", "h", "m", "s", "ms"};
    StringBuilder text = new StringBuilder();
    for (int unit = 2; unit < UNIT_MILLIS.length; unit++) {
      long count = millis / UNIT_MILLIS[unit];
      if (count > 0) {
        text.append(count).append(names[unit]);
        millis -= count * UNIT_MILLIS[unit];
      }
    }
    return text.toString();
  }
}

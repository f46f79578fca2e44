package io.benchstream.publisher.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The header Retry-After, in its form of seconds; dates are not worth trusting a clock for. */
final class RetryAfter {
  private RetryAfter() {}

  /** Zero where there is none. */
  static Duration parse(@Nullable String header) {
    if (header == null || header.length() > 9) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Integer.parseInt(header.strip())));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }
}

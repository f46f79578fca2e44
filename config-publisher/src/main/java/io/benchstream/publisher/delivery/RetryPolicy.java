package io.benchstream.publisher.delivery;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * Pauses between attempts: doubling, with jitter so that publishers do not come back in step, and a
 * store's {@code Retry-After} honoured up to the longest pause.
 */
public final class RetryPolicy {
  private final IntervalFunction backoff;
  private final long longestMillis;

  /**
   * @param first before the second attempt; above zero
   * @param longest not shorter than the first
   */
  public RetryPolicy(Duration first, Duration longest) {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "min_backoff %s, max_backoff %s: the first must be above zero and not above the second"
              .formatted(first, longest));
    }
    longestMillis = longest.toMillis();
    backoff = IntervalFunction.ofExponentialRandomBackoff(first, 2.0, longest);
  }

  /**
   * Milliseconds to wait.
   *
   * @param failures in a row, 1 or more
   * @param retryAfter what the store asked for; zero for nothing
   */
  long pause(int failures, Duration retryAfter) {
    long own = Math.min(backoff.apply(failures), longestMillis);
    return Math.max(own, Math.min(retryAfter.toMillis(), longestMillis));
  }
}

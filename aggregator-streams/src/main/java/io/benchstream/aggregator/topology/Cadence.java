package io.benchstream.aggregator.topology;

import java.time.Duration;

/** Strikes once in each interval of the wall clock, for all tasks and instances together. */
final class Cadence {
  private final long intervalMs;
  private final long delayMs;
  private long last = Long.MIN_VALUE;

  /**
   * A new cadence.
   *
   * @param interval zero: it never strikes
   * @param delay how long after the interval's begin it strikes
   */
  Cadence(Duration interval, Duration delay) {
    intervalMs = interval.toMillis();
    delayMs = delay.toMillis();
  }

  /** True the first time it is asked in an interval. */
  boolean strikes(long now) {
    if (intervalMs == 0) {
      return false;
    }
    long current = Math.floorDiv(now - delayMs, intervalMs);
    boolean strikes = current > last && last != Long.MIN_VALUE;
    last = current;
    return strikes;
  }
}

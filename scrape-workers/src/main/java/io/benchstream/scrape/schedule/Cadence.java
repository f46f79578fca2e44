package io.benchstream.scrape.schedule;

import java.time.Duration;

/**
 * The times at which a target is scraped: all that are {@code phase} modulo {@code interval} since
 * the epoch. They depend on the target's identity alone, so that they are the same after a restart
 * and with another owner, do not drift, and spread the targets evenly.
 *
 * <p>Phases are multiples of a tick of up to 25 ms. To wake up for a few targets at once and read
 * their pages together takes a tenth less CPU than to wake up for each; see docs/performance.md.
 *
 * @param intervalMillis 1 or more
 * @param phaseMillis 0 to below the interval
 */
public record Cadence(long intervalMillis, long phaseMillis) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long LONGEST_TICK_MILLIS = 25;
  private static final long TICKS_OF_SHORT_INTERVALS = 40;

  public Cadence {
    if (intervalMillis < 1 || phaseMillis < 0 || phaseMillis >= intervalMillis) {
      throw new IllegalArgumentException(
          "interval %d ms, phase %d ms: at least 1, and 0 to below the interval"
              .formatted(intervalMillis, phaseMillis));
    }
  }

  /** The cadence of a target: its phase is a hash of its id. */
  public static Cadence of(String targetId, Duration interval) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < targetId.length(); i++) {
      hash = (hash ^ targetId.charAt(i)) * FNV_PRIME;
    }
    // FNV's low bits are good, its high bits better.
    hash ^= hash >>> 32;
    long millis = interval.toMillis();
    long tick = Math.clamp(millis / TICKS_OF_SHORT_INTERVALS, 1, LONGEST_TICK_MILLIS);
    return new Cadence(millis, Math.floorMod(hash, millis / tick) * tick);
  }

  /** The first time after {@code millis}. */
  public long after(long millis) {
    return atOrBefore(millis) + intervalMillis;
  }

  /** The last time that is not after {@code millis}. */
  public long atOrBefore(long millis) {
    return millis - Math.floorMod(millis - phaseMillis, intervalMillis);
  }
}

package io.benchstream.runtime.logging;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * At most one warning per key and period; the next one tells how many were left out. Remembers a
 * bounded number of keys: the one unused for longest goes first. Thread-safe.
 */
public final class RateLimitedLog {
  private static final int MAX_KEYS = 10_000;

  private final Logger log;
  private final Clock clock;
  private final long periodMillis;
  private final Map<String, Line> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
          return size() > MAX_KEYS;
        }
      };

  public RateLimitedLog(Logger log, Clock clock, Duration period) {
    this.log = log;
    this.clock = clock;
    this.periodMillis = period.toMillis();
  }

  /** Warns about the key, for example a target, unless it did so within the period. */
  public void warn(String key, String message) {
    long now = clock.millis();
    long leftOut;
    synchronized (entries) {
      Line entry = entries.get(key);
      if (entry != null && now - entry.loggedAt < periodMillis) {
        entry.leftOut++;
        return;
      }
      leftOut = entry == null ? 0 : entry.leftOut;
      entries.put(key, new Line(now));
    }
    if (leftOut == 0) {
      log.warn("{}: {}", key, message);
    } else {
      log.warn("{}: {} ({} more since the last such line)", key, message, leftOut);
    }
  }

  private static final class Line {
    final long loggedAt;
    long leftOut;

    Line(long loggedAt) {
      this.loggedAt = loggedAt;
    }
  }
}

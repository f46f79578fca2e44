package io.benchstream.aggregator.window;

import java.time.Duration;

/**
 * Windows of equal length, aligned to the epoch. A time t belongs to the window that ends at e
 * where {@code e - size < t <= e}.
 *
 * @param size length of a window, at least 1 ms
 * @param grace how long after its end a window takes late scrapes
 */
public record Windows(Duration size, Duration grace) {
  public Windows {
    if (size.toMillis() < 1) {
      throw new IllegalArgumentException("window %s is below 1ms".formatted(size));
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace %s is negative".formatted(grace));
    }
  }

  public long sizeMs() {
    return size.toMillis();
  }

  /** End of the window that the time belongs to. */
  public long endOf(long time) {
    return -Math.floorDiv(-time, sizeMs()) * sizeMs();
  }

  /** End of the last window that is closed once scrapes up to the time were seen. */
  public long closedAt(long time) {
    return Math.floorDiv(time - grace.toMillis() - 1, sizeMs()) * sizeMs();
  }

  /** How many scrapes a target's interval asks for after {@code from} and up to {@code to}. */
  static int expectedScrapes(long from, long to, long anchor, long intervalMs) {
    if (to <= from || intervalMs <= 0) {
      return 0;
    }
    return Math.toIntExact(
        Math.floorDiv(to - anchor, intervalMs) - Math.floorDiv(from - anchor, intervalMs));
  }
}

package io.benchstream.aggregator.replay;

import io.benchstream.aggregator.window.Windows;
import java.time.Duration;
import java.time.Instant;

/**
 * What is computed again.
 *
 * @param windows as the aggregator has them; else the numbers cannot be the same
 * @param from the first window begins here or later
 * @param to the last window ends here or before
 * @param lead how long before {@code from} reading begins, so that counters have a value before the
 *     first window and every target its series. As long as the aggregator remembers targets and
 *     series, and the numbers are the same whatever happened; a few keyframes (2m), and they are
 *     for targets that were scraped all the time
 */
public record ReplaySettings(Windows windows, Instant from, Instant to, Duration lead) {
  /** What the aggregator remembers of targets and series by default. */
  public static final Duration USUAL_LEAD = Duration.ofMinutes(70);

  public ReplaySettings {
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException("to: %s is not after from, %s".formatted(to, from));
    }
    if (lead.isNegative()) {
      throw new IllegalArgumentException("lead: %s is negative".formatted(lead));
    }
  }

  /** End of the last window before those wanted, in milliseconds since the epoch. */
  long firstStart() {
    return windows.endOf(from.toEpochMilli());
  }

  /** End of the last window wanted. */
  long lastEnd() {
    return windows.endOf(to.toEpochMilli() + 1) - windows.sizeMs();
  }

  /** Records sent later than this are of no use. */
  long enough() {
    return lastEnd() + windows.grace().toMillis();
  }
}

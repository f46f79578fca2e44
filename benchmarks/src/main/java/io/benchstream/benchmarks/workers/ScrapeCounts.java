package io.benchstream.benchmarks.workers;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether each target has as many scrapes as there should be from one time to another. A scrape
 * that begins late is not lost; one too few is, wherever in between it was to be.
 */
final class ScrapeCounts {
  private final long intervalMs;
  private final Map<String, Times> targets = new HashMap<>();

  ScrapeCounts(long intervalMs) {
    this.intervalMs = intervalMs;
  }

  /**
   * What was counted.
   *
   * @param scrapes that there were
   * @param lost those that there should have been besides
   * @param doubled those that there were too many
   */
  record Count(long scrapes, long lost, long doubled) {
    Count plus(Count other) {
      return new Count(scrapes + other.scrapes, lost + other.lost, doubled + other.doubled);
    }
  }

  /** One target's scrapes since the count began: {@code since} is the last one before. */
  private record Times(long since, long latest, long scrapes) {
    Times next(long time) {
      return new Times(since, Math.max(latest, time), scrapes + 1);
    }

    Times anew() {
      return new Times(latest, latest, 0);
    }
  }

  /**
   * Takes a scrape; of a target that is new it is where the count begins.
   *
   * @param time of its start, ms
   */
  void take(String target, long time) {
    Times times = targets.get(target);
    targets.put(target, times == null ? new Times(time, time, 0) : times.next(time));
  }

  /** What there was since the count before, which the next one begins behind. */
  Count count() {
    Count sum = targets.values().stream().map(this::count).reduce(new Count(0, 0, 0), Count::plus);
    targets.replaceAll((_, times) -> times.anew());
    return sum;
  }

  private Count count(Times times) {
    long wanted = Math.round((double) (times.latest - times.since) / intervalMs);
    long missing = wanted - times.scrapes;
    return new Count(times.scrapes, Math.max(0, missing), Math.max(0, -missing));
  }
}

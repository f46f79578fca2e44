package io.benchstream.benchmarks.workers;

import io.benchstream.scrape.schedule.Cadence;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Whether each target has one scrape for each time at which it is due. All targets are counted up
 * to the same moment, those that were never seen, too; a time without a scrape is not made up for
 * by one that has two.
 */
final class ScrapeCounts {
  /** Clocks of timers and of records differ by so little, ms: below a tick of the schedule. */
  private static final long EARLY_MILLIS = 2;

  private final Map<String, Slots> targets = new LinkedHashMap<>();
  private long from;

  /**
   * @param ids of the targets that are to be scraped
   * @param from ms; what is due up to then is not counted
   */
  ScrapeCounts(Collection<String> ids, Duration interval, long from) {
    ids.forEach(id -> targets.put(id, new Slots(Cadence.of(id, interval), new TreeMap<>())));
    this.from = from;
  }

  /**
   * What was counted.
   *
   * @param scrapes that there were
   * @param lost times at which a target was due and was not scraped before it was due again
   * @param doubled scrapes beyond the first for one such time
   */
  record Count(long scrapes, long lost, long doubled) {
    Count plus(Count other) {
      return new Count(scrapes + other.scrapes, lost + other.lost, doubled + other.doubled);
    }
  }

  /** One target's scrapes that are not counted yet: how many for each time it was due. */
  private record Slots(Cadence cadence, NavigableMap<Long, Long> scrapes) {
    Count take(long from, long to) {
      Count count = new Count(0, 0, 0);
      for (long due = cadence.after(from); due <= to; due += cadence.intervalMillis()) {
        long made = scrapes.getOrDefault(due, 0L);
        count = count.plus(new Count(made, made == 0 ? 1 : 0, Math.max(0, made - 1)));
      }
      scrapes.headMap(to, true).clear();
      return count;
    }
  }

  /**
   * Takes a scrape; one of a target that is none of those expected is left out.
   *
   * @param time of its start, ms
   */
  void take(String target, long time) {
    Slots slots = targets.get(target);
    if (slots != null) {
      slots.scrapes.merge(slots.cadence.atOrBefore(time + EARLY_MILLIS), 1L, Long::sum);
    }
  }

  /**
   * What was due since the count before, which the next one begins behind.
   *
   * @param to ms; what is due later waits for the next count
   */
  Count count(long to) {
    Count sum =
        targets.values().stream()
            .map(slots -> slots.take(from, to))
            .reduce(new Count(0, 0, 0), Count::plus);
    from = to;
    return sum;
  }
}

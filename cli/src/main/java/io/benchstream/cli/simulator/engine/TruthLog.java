package io.benchstream.cli.simulator.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The pages served last, by time. */
final class TruthLog {
  private static final int PAGES_KEPT = 20_000;

  private final NavigableMap<Instant, PageMark> pages = new TreeMap<>();

  /** Of two pages of one instant the first counts: a scrape that starts there may get either. */
  void served(PageMark mark) {
    pages.putIfAbsent(mark.servedAt(), mark);
    if (pages.size() > PAGES_KEPT) {
      pages.pollFirstEntry();
    }
  }

  Optional<Truth> between(VllmMetrics metrics, List<Instant> scrapes, Instant start, Instant end) {
    Instant baselineAt =
        scrapes.stream()
            .filter(at -> !at.isAfter(start))
            .max(Comparator.naturalOrder())
            .orElse(scrapes.isEmpty() ? end : scrapes.getFirst());
    var baseline = pages.ceilingEntry(baselineAt);
    // Gauges count from the first scrape in the window on, and that may be the baseline itself.
    List<PageMark> inside =
        scrapes.stream()
            .filter(at -> at.isAfter(start) && !at.isAfter(end))
            .map(pages::ceilingEntry)
            .filter(Objects::nonNull)
            .map(Map.Entry::getValue)
            .toList();
    if (baseline == null || inside.isEmpty() || inside.getLast().equals(baseline.getValue())) {
      return Optional.empty();
    }
    return Optional.of(new Truth(metrics, baseline.getValue(), inside));
  }
}

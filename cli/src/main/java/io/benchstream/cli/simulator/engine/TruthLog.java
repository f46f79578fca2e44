package io.benchstream.cli.simulator.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  Optional<Truth> between(
      VllmMetrics metrics, List<ScrapeSpan> scrapes, Instant start, Instant end) {
    PageMark baseline =
        scrapes.stream()
            .filter(scrape -> !scrape.start().isAfter(start))
            .max(Comparator.comparing(ScrapeSpan::start))
            .or(() -> scrapes.stream().findFirst())
            .map(this::pageOf)
            .orElse(null);
    // Gauges count from the first scrape in the window on, and that may be the baseline itself.
    List<PageMark> inside =
        scrapes.stream()
            .filter(scrape -> scrape.start().isAfter(start) && !scrape.start().isAfter(end))
            .map(this::pageOf)
            .filter(Objects::nonNull)
            .toList();
    if (baseline == null || inside.isEmpty() || inside.getLast().equals(baseline)) {
      return Optional.empty();
    }
    return Optional.of(new Truth(metrics, baseline, inside));
  }

  /**
   * The last page served during the scrape: one before it may be that of a scrape that was given
   * up, and which the server answers all the same.
   */
  private @Nullable PageMark pageOf(ScrapeSpan scrape) {
    var last = pages.floorEntry(scrape.end());
    return last == null || last.getKey().isBefore(scrape.start()) ? null : last.getValue();
  }
}

package io.benchstream.scrape;

import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.scrape.schedule.Cadence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scrapes of one target that its consumers accept, by the time at which each was due. */
final class ScrapeTimeline {
  private final Cadence cadence;
  private final long intervalMillis;
  private final Map<Long, List<DecodedScrape>> byDue = new TreeMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  ScrapeTimeline(String targetId, Duration interval, List<DecodedScrape> scrapes) {
    cadence = Cadence.of(targetId, interval);
    intervalMillis = interval.toMillis();
    for (DecodedScrape scrape : scrapes) {
      long due = cadence.atOrBefore(millis(scrape));
      byDue.computeIfAbsent(due, time -> new ArrayList<>()).add(scrape);
      first = Math.min(first, due);
      last = Math.max(last, due);
    }
  }

  static long millis(DecodedScrape scrape) {
    return scrape.header().scrapeTime().toEpochMilli();
  }

  /** Times from {@code from} to {@code to} at which a scrape was due and none was made. */
  List<Long> lost(long from, long to) {
    List<Long> lost = new ArrayList<>();
    for (long due = first; due <= last; due += intervalMillis) {
      if (due >= from && due < to && !byDue.containsKey(due)) {
        lost.add(due);
      }
    }
    return lost;
  }

  /** The owners that scraped before and after a time. */
  String ownersAround(long time) {
    String before = "nobody";
    for (Map.Entry<Long, List<DecodedScrape>> each : byDue.entrySet()) {
      String owner = each.getValue().getLast().owner();
      if (each.getKey() > time) {
        return "%s before, %s after".formatted(before, owner);
      }
      before = owner;
    }
    return before + " before";
  }

  /** Scrapes beyond the one that was due. */
  int doubled() {
    return byDue.values().stream().mapToInt(scrapes -> scrapes.size() - 1).sum();
  }

  /** Milliseconds from a time to the next scrape. */
  long untilNext(long time) {
    return byDue.values().stream()
            .flatMap(List::stream)
            .mapToLong(ScrapeTimeline::millis)
            .filter(scraped -> scraped > time)
            .min()
            .orElse(Long.MAX_VALUE)
        - time;
  }
}

package io.benchstream.gateway.artifact;

import io.benchstream.schemas.KpiQuality;

/** What a window's quality says of its scrapes. */
public record Scrapes(
    int seen, int expected, int targetsUp, int targetsExpected, int counterResets, long gapMs) {
  static Scrapes of(KpiQuality quality) {
    return new Scrapes(
        quality.getScrapesSeen(),
        quality.getScrapesExpected(),
        quality.getTargetsUp(),
        quality.getTargetsExpected(),
        quality.getCounterResets(),
        quality.getGapMs());
  }
}

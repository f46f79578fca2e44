package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a scrape says of itself, besides its samples.
 *
 * @param scrapeTime start of the scrape, cut to milliseconds; the time of every sample without a
 *     timestamp of its own
 * @param durationSeconds how long it took
 * @param scrapeInterval interval of the target in whole milliseconds; zero = unknown
 * @param outcome only {@code SUCCESS} comes with series
 * @param labels common to all series of the scrape, in addition to theirs
 * @param staleSeries series of the scrape before that are gone from this one, in the syntax of a
 *     {@link SeriesSet}; all of them where the scrape failed or the target was removed
 * @param samplesScraped samples on the page, 0 or more
 * @param samplesPostRelabeling samples left after metric relabeling, 0 or more
 * @param seriesAdded series that the scrape before did not have, 0 or more
 */
public record ScrapeHeader(
    Instant scrapeTime,
    double durationSeconds,
    Duration scrapeInterval,
    ScrapeOutcome outcome,
    Map<String, String> labels,
    String staleSeries,
    int samplesScraped,
    int samplesPostRelabeling,
    int seriesAdded) {
  public ScrapeHeader {
    scrapeTime = scrapeTime.truncatedTo(ChronoUnit.MILLIS);
    labels = Map.copyOf(labels);
  }

  /** The header of a scrape that failed before it had a page, and that ends no series. */
  public static ScrapeHeader failed(
      Instant scrapeTime,
      double durationSeconds,
      Duration scrapeInterval,
      ScrapeOutcome outcome,
      Map<String, String> labels) {
    return new ScrapeHeader(
        scrapeTime, durationSeconds, scrapeInterval, outcome, labels, "", 0, 0, 0);
  }

  /** The header in a record, under labels and stale series that may span several records. */
  static ScrapeHeader of(Scrape scrape, Map<String, String> labels, String staleSeries) {
    return new ScrapeHeader(
        scrape.getScrapeTime(),
        scrape.getDurationSeconds(),
        Duration.ofMillis(scrape.getScrapeIntervalMs()),
        scrape.getOutcome(),
        labels,
        staleSeries,
        scrape.getSamplesScraped(),
        scrape.getSamplesPostRelabeling(),
        scrape.getSeriesAdded());
  }

  void writeTo(Scrape scrape) {
    scrape.setScrapeTime(scrapeTime);
    scrape.setDurationSeconds(durationSeconds);
    scrape.setScrapeIntervalMs(scrapeInterval.toMillis());
    scrape.setOutcome(outcome);
    scrape.setLabels(labels);
    scrape.setSamplesScraped(samplesScraped);
    scrape.setSamplesPostRelabeling(samplesPostRelabeling);
    scrape.setSeriesAdded(seriesAdded);
  }
}

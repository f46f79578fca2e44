package io.benchstream.scrape.lane;

import io.benchstream.schemas.ScrapeOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The meters of scraping, shared by all lanes. Thread-safe.
 *
 * <p>The law: samples scraped = samples published + samples dropped, once nothing is under way.
 */
public final class ScrapeMeters {
  /** Why samples are not published. */
  public enum Drop {
    /** Metric relabeling drops the series. */
    RELABELING("relabeling"),
    /** The series stands on the page before. */
    DUPLICATE("duplicate"),
    /** A limit refuses the page. */
    LIMIT("limit"),
    /** The rest of the page cannot be read. */
    MALFORMED("malformed"),
    /** Too much is on its way to Kafka already. */
    BACKPRESSURE("backpressure"),
    /** Kafka has refused the record. */
    UNDELIVERED("undelivered");

    private final String tag;

    Drop(String tag) {
      this.tag = tag;
    }
  }

  /** Why a scrape that was due was not made. */
  public enum Skip {
    /** The one before is still under way. */
    IN_PROGRESS("in_progress"),
    /** The worker was too late for it. */
    MISSED("missed");

    private final String tag;

    Skip(String tag) {
      this.tag = tag;
    }
  }

  private final Map<ScrapeOutcome, Counter> scrapes = new EnumMap<>(ScrapeOutcome.class);
  private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
  private final Map<Skip, Counter> skipped = new EnumMap<>(Skip.class);
  private final Counter samplesScraped;
  private final Counter samplesPublished;
  private final Counter linesSkipped;
  private final Counter endsLost;
  private final Timer late;
  private final Timer duration;

  public ScrapeMeters(MeterRegistry registry) {
    for (ScrapeOutcome outcome : ScrapeOutcome.values()) {
      scrapes.put(
          outcome,
          Counter.builder("benchstream_scrape_scrapes")
              .description("Scrapes made, by how they ended")
              .tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
              .register(registry));
    }
    for (Drop reason : Drop.values()) {
      dropped.put(
          reason,
          Counter.builder("benchstream_scrape_samples_dropped")
              .description("Samples scraped and not published")
              .tag("reason", reason.tag)
              .register(registry));
    }
    for (Skip reason : Skip.values()) {
      skipped.put(
          reason,
          Counter.builder("benchstream_scrape_scrapes_skipped")
              .description("Scrapes that were due and not made")
              .tag("reason", reason.tag)
              .register(registry));
    }
    samplesScraped =
        Counter.builder("benchstream_scrape_samples_scraped")
            .description("Samples read from pages")
            .register(registry);
    samplesPublished =
        Counter.builder("benchstream_scrape_samples_published")
            .description("Samples that Kafka has acknowledged")
            .register(registry);
    linesSkipped =
        Counter.builder("benchstream_scrape_lines_skipped")
            .description("Lines of pages left out because they could not be read")
            .register(registry);
    endsLost =
        Counter.builder("benchstream_scrape_series_ends_lost")
            .description("Series whose end nobody is told: too many records were lost")
            .register(registry);
    late =
        Timer.builder("benchstream_scrape_late")
            .description("Time from when a scrape was due to its start")
            .serviceLevelObjectives(
                Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
            .register(registry);
    duration =
        Timer.builder("benchstream_scrape_duration")
            .description("Time from the start of a scrape to the end of its page")
            .serviceLevelObjectives(
                Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
            .register(registry);
  }

  void scrape(ScrapeOutcome outcome, long lateMillis, long durationNanos) {
    counter(scrapes, outcome).increment();
    late.record(Math.max(0, lateMillis), TimeUnit.MILLISECONDS);
    duration.record(durationNanos, TimeUnit.NANOSECONDS);
  }

  void removed() {
    counter(scrapes, ScrapeOutcome.REMOVED).increment();
  }

  void skipped(Skip reason, double count) {
    counter(skipped, reason).increment(count);
  }

  void scraped(int samples) {
    samplesScraped.increment(samples);
  }

  void published(int samples) {
    samplesPublished.increment(samples);
  }

  void dropped(Drop reason, int samples) {
    if (samples > 0) {
      counter(dropped, reason).increment(samples);
    }
  }

  void linesSkipped(int lines) {
    if (lines > 0) {
      linesSkipped.increment(lines);
    }
  }

  void endsLost(int series) {
    if (series > 0) {
      endsLost.increment(series);
    }
  }

  private static <K extends Enum<K>> Counter counter(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return counter;
  }
}

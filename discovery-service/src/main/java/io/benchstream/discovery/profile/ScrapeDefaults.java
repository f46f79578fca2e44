package io.benchstream.discovery.profile;

import io.benchstream.schemas.Collector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How endpoints are scraped where neither event nor profile says so.
 *
 * @param scrapeInterval 100 ms to 1 d; 15 s where it is left out
 * @param scrapeTimeout up to the interval; 10 s, or the interval where that is shorter
 * @param collector who scrapes; the workers where it is left out
 */
public record ScrapeDefaults(Duration scrapeInterval, Duration scrapeTimeout, Collector collector) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(15);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  public ScrapeDefaults(
      @Nullable Duration scrapeInterval,
      @Nullable Duration scrapeTimeout,
      @Nullable Collector collector) {
    this.scrapeInterval = scrapeInterval == null ? USUAL_INTERVAL : scrapeInterval;
    this.scrapeTimeout =
        scrapeTimeout == null ? shorter(USUAL_TIMEOUT, this.scrapeInterval) : scrapeTimeout;
    this.collector = collector == null ? Collector.WORKERS : collector;
    if (this.scrapeInterval.compareTo(SHORTEST) < 0 || this.scrapeInterval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "scrape_interval: %d ms is outside 100ms to 1d"
              .formatted(this.scrapeInterval.toMillis()));
    }
    if (this.scrapeTimeout.isZero() || this.scrapeTimeout.compareTo(this.scrapeInterval) > 0) {
      throw new IllegalArgumentException(
          "scrape_timeout: %d ms is outside 1ms to the scrape_interval of %d ms"
              .formatted(this.scrapeTimeout.toMillis(), this.scrapeInterval.toMillis()));
    }
    if (this.collector == Collector.UNKNOWN) {
      throw new IllegalArgumentException("collector: write WORKERS, VMAGENT or BOTH");
    }
  }

  /** These defaults, overridden by what a profile or monitor says. */
  ScrapeDefaults with(@Nullable Duration interval, @Nullable Duration timeout) {
    Duration newInterval = interval == null ? scrapeInterval : interval;
    Duration newTimeout = timeout == null ? shorter(scrapeTimeout, newInterval) : timeout;
    return new ScrapeDefaults(newInterval, newTimeout, collector);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

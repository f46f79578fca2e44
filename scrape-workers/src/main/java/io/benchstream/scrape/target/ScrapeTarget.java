package io.benchstream.scrape.target;

import io.benchstream.scrape.series.SeriesRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing to scrape, checked and ready.
 *
 * @param id key of its records
 * @param cluster cluster id
 * @param job job id; null for a target of the cluster itself
 * @param endpoint where its page is
 * @param http how the page is asked for
 * @param interval time between two scrapes
 * @param timeout longest duration of a scrape, up to the interval
 * @param bodyLimit largest page in bytes, before and after decompression
 * @param rules what its series depend on besides the page
 */
public record ScrapeTarget(
    String id,
    String cluster,
    @Nullable String job,
    Endpoint endpoint,
    HttpSettings http,
    Duration interval,
    Duration timeout,
    long bodyLimit,
    SeriesRules rules) {

  /** Whether the same page is scraped into the same series: what is known of them stays right. */
  public boolean hasSeriesOf(ScrapeTarget other) {
    return id.equals(other.id) && rules.sameSeries(other.rules);
  }
}

package io.benchstream.schemas.samples;

import io.benchstream.schemas.ScrapeOutcome;
import java.util.List;

/**
 * The series that every scrape has besides those of the page, as in Prometheus. They carry the
 * labels common to the scrape and its time.
 *
 * @see <a href="https://prometheus.io/docs/concepts/jobs_instances/">Jobs and instances</a>
 */
public enum SyntheticSeries {
  /** 1 where the scrape succeeded, otherwise 0. */
  UP("up"),
  /** Seconds. */
  SCRAPE_DURATION_SECONDS("scrape_duration_seconds"),
  SCRAPE_SAMPLES_SCRAPED("scrape_samples_scraped"),
  SCRAPE_SAMPLES_POST_METRIC_RELABELING("scrape_samples_post_metric_relabeling"),
  SCRAPE_SERIES_ADDED("scrape_series_added");

  /** All of them: {@link #values} without the copy. */
  public static final List<SyntheticSeries> ALL = List.of(values());

  private final String metric;

  SyntheticSeries(String metric) {
    this.metric = metric;
  }

  /** The metric name. */
  public String metric() {
    return metric;
  }

  /** The value in a scrape; the staleness marker where the target was removed. */
  public double value(ScrapeHeader header) {
    if (header.outcome() == ScrapeOutcome.REMOVED) {
      return StaleMarker.VALUE;
    }
    return switch (this) {
      case UP -> header.outcome() == ScrapeOutcome.SUCCESS ? 1 : 0;
      case SCRAPE_DURATION_SECONDS -> header.durationSeconds();
      case SCRAPE_SAMPLES_SCRAPED -> header.samplesScraped();
      case SCRAPE_SAMPLES_POST_METRIC_RELABELING -> header.samplesPostRelabeling();
      case SCRAPE_SERIES_ADDED -> header.seriesAdded();
    };
  }
}

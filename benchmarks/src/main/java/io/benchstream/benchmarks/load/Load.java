package io.benchstream.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is scraped.
 *
 * @param targets how many
 * @param pages what each of them shows
 * @param interval between two scrapes of a target
 * @param gzip whether the server compresses the pages
 */
public record Load(int targets, PageSet pages, Duration interval, boolean gzip) {
  public Load {
    if (targets < 1 || pages.series() < 1) {
      throw new IllegalArgumentException(
          "%d targets of %d series: there has to be a target and a series"
              .formatted(targets, pages.series()));
    }
    if (interval.toMillis() < 100) {
      throw new IllegalArgumentException(
          "an interval of %d ms: 100ms is the least".formatted(interval.toMillis()));
    }
  }

  /** Samples that are offered in a second. */
  public double samplesPerSecond() {
    return 1_000.0 * targets * pages.series() / interval.toMillis();
  }

  /** Series that are alive at any time. */
  public long activeSeries() {
    return (long) targets * pages.series();
  }

  /** As figures. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("load.targets", (double) targets);
    figures.put("load.series", (double) pages.series());
    figures.put("load.interval_s", interval.toMillis() / 1e3);
    figures.put("load.samples_per_second", samplesPerSecond());
    return figures;
  }
}

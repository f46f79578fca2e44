package io.benchstream.cli.simulator.engine;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What really happened between two scrapes: exact, from every single observation. */
public final class Truth {
  /** A gauge at the scrapes of a window. */
  public record GaugeTruth(double min, double max, double avg, double last) {}

  private final Map<String, Double> increases = new HashMap<>();
  private final Map<String, double[]> observations = new HashMap<>();
  private final Map<String, GaugeTruth> gauges = new HashMap<>();

  Truth(VllmMetrics metrics, PageMark baseline, List<PageMark> pages) {
    PageMark last = pages.getLast();
    for (String name : last.counters().keySet()) {
      increases.put(name, last.counter(name) - baseline.counter(name));
    }
    for (Histogram histogram : metrics.histograms()) {
      String name = histogram.name();
      observations.put(
          name, histogram.log().sorted(baseline.observations(name), last.observations(name)));
    }
    for (String name : last.gauges().keySet()) {
      DoubleSummaryStatistics values =
          pages.stream().mapToDouble(page -> page.gauge(name)).summaryStatistics();
      gauges.put(
          name,
          new GaugeTruth(values.getMin(), values.getMax(), values.getAverage(), last.gauge(name)));
    }
  }

  /**
   * Increase of a counter, by its name on the page: {@code vllm:request_success_total} (completed
   * requests, the aborted ones left out), {@code vllm:prompt_tokens_total}, {@code
   * vllm:generation_tokens_total}.
   */
  public double increase(String counter) {
    return known(increases.get(counter), counter);
  }

  /** How often the histogram was observed, by its name without suffix. */
  public int count(String histogram) {
    return known(observations.get(histogram), histogram).length;
  }

  /**
   * The smallest observation that at least the share q of all does not exceed: it lies in the very
   * bucket in which {@code histogram_quantile} interpolates.
   *
   * @param q 0 to 1
   * @return empty where there was no observation
   */
  public OptionalDouble quantile(String histogram, double q) {
    double[] sorted = known(observations.get(histogram), histogram);
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    int rank = (int) Math.ceil(q * sorted.length);
    return OptionalDouble.of(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
  }

  /** Mean of the observations; empty where there was none. */
  public OptionalDouble mean(String histogram) {
    return Arrays.stream(known(observations.get(histogram), histogram)).average();
  }

  public GaugeTruth gauge(String name) {
    return known(gauges.get(name), name);
  }

  /** The value of a metric that the page is known to have. */
  static <T> T known(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("the page has no metric " + name);
    }
    return value;
  }
}

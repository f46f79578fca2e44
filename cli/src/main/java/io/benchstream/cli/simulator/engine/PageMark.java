package io.benchstream.cli.simulator.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the engine stood when a page was served.
 *
 * @param counters values by metric name
 * @param gauges values by metric name
 * @param observations number of observations by histogram name
 */
record PageMark(
    Instant servedAt,
    Map<String, Double> counters,
    Map<String, Double> gauges,
    Map<String, Long> observations) {

  static PageMark of(Instant servedAt, VllmMetrics metrics, Map<String, Double> gauges) {
    Map<String, Long> observations = new HashMap<>();
    for (Histogram histogram : metrics.histograms()) {
      observations.put(histogram.name(), histogram.log().size());
    }
    return new PageMark(servedAt, metrics.counters(), gauges, observations);
  }

  double counter(String name) {
    return Truth.known(counters.get(name), name);
  }

  double gauge(String name) {
    return Truth.known(gauges.get(name), name);
  }

  long observations(String histogram) {
    return Truth.known(observations.get(histogram), histogram);
  }
}

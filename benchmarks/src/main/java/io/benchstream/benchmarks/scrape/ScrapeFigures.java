package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Observation;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What is told of a worker, and how its peers compare with it. */
public final class ScrapeFigures {
  private static final String LATE = "benchstream_scrape_late_seconds";

  private ScrapeFigures() {}

  /**
   * The figures.
   *
   * @param seen of the programs, {@code worker} among them
   */
  public static Map<String, Double> of(TestBed bed, Map<String, Observation> seen)
      throws IOException {
    Map<String, Double> figures = new TreeMap<>(bed.figures());
    seen.values().forEach(observation -> figures.putAll(observation.figures()));
    Observation worker = seen.get("worker");
    if (worker != null) {
      figures.putAll(worker(worker));
    }
    return figures;
  }

  private static Map<String, Double> worker(Observation worker) {
    double made = worker.grown(LATE + "_count");
    double late = made - worker.grown(LATE + "_bucket", "le=0.1");
    double skipped = worker.grown("benchstream_scrape_scrapes_skipped_total");
    double scrapes = worker.grown("benchstream_scrape_scrapes_total");
    double good = worker.grown("benchstream_scrape_scrapes_total", "outcome=success");
    return Map.of(
        "worker.scrapes_late_percent", 100 * (late + skipped) / (made + skipped),
        "worker.scrapes_failed_percent", 100 * (scrapes - good) / scrapes,
        "kafka.bytes_per_sample", worker.probe(TestBed.TOPIC_BYTES) / worker.samples(),
        "broker.cpu_us", worker.probe(TestBed.BROKER_CPU) / worker.samples());
  }
}

package io.benchstream.benchmarks.workers;

import io.benchstream.benchmarks.measure.Observation;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What several workers make together, and how evenly. */
final class WorkerShares {
  private WorkerShares() {}

  /**
   * The figures.
   *
   * @param prefix of their names
   */
  static Map<String, Double> figures(String prefix, Collection<Observation> workers) {
    double samples = workers.stream().mapToDouble(Observation::samples).sum();
    double seconds = workers.stream().mapToDouble(Observation::seconds).average().orElse(1);
    double cpu = workers.stream().mapToDouble(Observation::cpuMicros).sum();
    double compilers = workers.stream().mapToDouble(Observation::compilerMicros).sum();
    double most = workers.stream().mapToDouble(Observation::samples).max().orElse(0);
    double resident = workers.stream().mapToDouble(Observation::residentPeak).sum();
    Map<String, Double> figures = new TreeMap<>();
    figures.put(prefix + ".samples_per_second", samples / seconds);
    figures.put(prefix + ".cpu_us", cpu / samples);
    figures.put(prefix + ".compilers_us", compilers / samples);
    figures.put(prefix + ".resident_mib", resident / (1 << 20));
    // 1: all have the same; 2: one has twice its share.
    figures.put(prefix + ".largest_share", most * workers.size() / samples);
    return figures;
  }
}

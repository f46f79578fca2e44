package io.benchstream.benchmarks.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen of one program within a measurement.
 *
 * @param subject its name
 * @param seconds the measurement took
 * @param samples it handled
 * @param sentShare share of what it took, 0 to 1, that a store has; NaN where it writes to none
 * @param cpuMicros CPU time of the whole process, µs
 * @param compilerMicros the JIT compilers' part of it, µs
 * @param residentPeak largest resident memory that was seen, bytes
 * @param liveHeap bytes in use after a collection, 0 where there is no such heap
 * @param before its metrics when the measurement began
 * @param after its metrics when it ended
 * @param probes what else grew meanwhile, by name
 * @param threads the threads that took most, as lines
 */
public record Observation(
    String subject,
    double seconds,
    double samples,
    double sentShare,
    double cpuMicros,
    double compilerMicros,
    long residentPeak,
    long liveHeap,
    MetricsPage before,
    MetricsPage after,
    Map<String, Double> probes,
    String threads) {
  private static final double MIB = 1 << 20;

  /** How much a counter grew. */
  public double grown(String metric, String... labels) {
    return after.grown(before, metric, labels);
  }

  /** CPU for a sample, µs; NaN without samples. */
  public double microsPerSample() {
    return samples <= 0 ? Double.NaN : cpuMicros / samples;
  }

  /** Growth of a probe. */
  public double probe(String name) {
    return probes.getOrDefault(name, Double.NaN);
  }

  /** The figures that every program has, each under its name. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put(subject + ".samples_per_second", samples / seconds);
    figures.put(subject + ".cores", cpuMicros / 1e6 / seconds);
    figures.put(subject + ".cpu_us", microsPerSample());
    figures.put(subject + ".resident_mib", residentPeak / MIB);
    if (!Double.isNaN(sentShare)) {
      figures.put(subject + ".sent_percent", 100 * sentShare);
    }
    if (liveHeap > 0) {
      figures.put(subject + ".heap_mib", liveHeap / MIB);
      figures.put(
          subject + ".heap_limit_mib", after.sum("jvm_memory_max_bytes", "area=heap") / MIB);
      figures.put(subject + ".compilers_us", compilerMicros / samples);
      figures.put(
          subject + ".cores_without_compilers", (cpuMicros - compilerMicros) / 1e6 / seconds);
    }
    return figures;
  }
}

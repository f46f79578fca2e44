package io.benchstream.cli.simulator.engine;

/** A classic histogram together with every value that went into it. */
final class Histogram {
  private static final int OBSERVATIONS_KEPT = 1 << 21;

  private final String name;
  private final String help;
  private final double[] bounds;
  private final long[] counts;
  private final ObservationLog log = new ObservationLog(OBSERVATIONS_KEPT);
  private double sum;

  /**
   * An empty histogram.
   *
   * @param bounds upper bounds, rising, without +Inf
   */
  Histogram(String name, String help, double... bounds) {
    this.name = name;
    this.help = help;
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  void observe(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += value;
    log.add(value);
  }

  String name() {
    return name;
  }

  String help() {
    return help;
  }

  int buckets() {
    return counts.length;
  }

  /** Upper bound of a bucket; +Infinity for the last. */
  double bound(int bucket) {
    return bucket < bounds.length ? bounds[bucket] : Double.POSITIVE_INFINITY;
  }

  /** Observations in this bucket alone. */
  long count(int bucket) {
    return counts[bucket];
  }

  double sum() {
    return sum;
  }

  ObservationLog log() {
    return log;
  }
}

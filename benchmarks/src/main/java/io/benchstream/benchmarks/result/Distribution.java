package io.benchstream.benchmarks.result;

import java.util.List;

/**
 * How long something took, each time. All times are in milliseconds.
 *
 * @param count how many times
 * @param buckets all of it: how many were at most so long and longer than the bucket before
 */
public record Distribution(
    long count,
    double min,
    double p50,
    double p90,
    double p99,
    double p999,
    double max,
    List<Bucket> buckets) {
  public Distribution {
    buckets = List.copyOf(buckets);
  }

  /**
   * One bucket.
   *
   * @param upToMs its upper bound, inclusive
   * @param count how many fell into it
   */
  public record Bucket(double upToMs, long count) {}
}

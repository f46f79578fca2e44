package io.benchstream.kpi.quantile;

/**
 * Quantile of a classic histogram with the width of the bucket that it fell in, by the rule of
 * Prometheus' {@code histogram_quantile}: linear inside the bucket, 0 as the lower end of the
 * first. See https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile.
 *
 * @param value the quantile, in the unit of the bounds; NaN where it cannot be told
 * @param bucketWidth width of the bucket, the error bound; NaN where the bucket is open
 */
public record HistogramQuantile(double value, double bucketWidth) {
  private static final HistogramQuantile UNKNOWN = new HistogramQuantile(Double.NaN, Double.NaN);

  /**
   * The quantile.
   *
   * @param quantile 0 to 1
   * @param bounds upper bounds, rising, none twice
   * @param counts cumulative counts, in the order of the bounds; a count below the one before it is
   *     read as that one
   */
  public static HistogramQuantile of(double quantile, double[] bounds, double[] counts) {
    int last = bounds.length - 1;
    if (last < 1 || bounds[last] != Double.POSITIVE_INFINITY || Double.isNaN(quantile)) {
      return UNKNOWN;
    }
    if (quantile < 0 || quantile > 1) {
      return new HistogramQuantile(
          quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, Double.NaN);
    }
    double total = 0;
    for (double count : counts) {
      total = Math.max(total, count);
    }
    if (!(total > 0)) {
      return UNKNOWN;
    }
    double rank = quantile * total;
    double before = 0;
    double count = Math.max(counts[0], 0);
    int bucket = 0;
    while (bucket < last && count < rank) {
      bucket++;
      before = count;
      count = Math.max(before, counts[bucket]);
    }
    if (bucket == last) {
      return new HistogramQuantile(bounds[last - 1], Double.NaN);
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return new HistogramQuantile(bounds[0], Double.NaN);
    }
    double start = bucket == 0 ? 0 : bounds[bucket - 1];
    double width = bounds[bucket] - start;
    double share = count > before ? (rank - before) / (count - before) : 0;
    return new HistogramQuantile(start + width * share, width);
  }
}

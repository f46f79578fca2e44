package io.benchstream.kpi.window;

import io.benchstream.kpi.quantile.HistogramQuantile;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiType;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The values of a KPI from its mergeable part. A value that cannot be computed is absent.
 *
 * @param values of a gauge {@code min}, {@code max}, {@code avg} and {@code last}; of a histogram
 *     its quantiles, as a rule {@code p50}, {@code p95} and {@code p99}, and {@code mean};
 *     otherwise the only name is "value"
 * @param bucketWidths for each quantile the width of its bucket; NaN where that is open
 */
public record KpiValues(Map<String, Double> values, Map<String, Double> bucketWidths) {
  /**
   * Computes the values.
   *
   * @param quantiles of a histogram, each above 0 and below 1
   */
  public static KpiValues of(KpiType type, Collection<Double> quantiles, KpiPartial partial) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> widths = new TreeMap<>();
    switch (type) {
      case RATE -> put(values, "value", partial.getIncrease() / (partial.getDurationMs() / 1000.0));
      case RATIO -> put(values, "value", partial.getIncrease() / partial.getDenominatorIncrease());
      case GAUGE -> gauge(partial, values);
      case HISTOGRAM -> histogram(quantiles, partial, values, widths);
      case UNKNOWN -> {}
    }
    return new KpiValues(values, widths);
  }

  private static void gauge(KpiPartial partial, Map<String, Double> values) {
    put(values, "avg", partial.getSum() / partial.getCount());
    if (partial.getMin() != null) {
      put(values, "min", partial.getMin());
    }
    if (partial.getMax() != null) {
      put(values, "max", partial.getMax());
    }
    if (partial.getLast() != null) {
      put(values, "last", partial.getLast());
    }
  }

  private static void histogram(
      Collection<Double> quantiles,
      KpiPartial partial,
      Map<String, Double> values,
      Map<String, Double> widths) {
    List<Bucket> buckets = partial.getBuckets();
    double[] bounds = buckets.stream().mapToDouble(Bucket::getUpperBound).toArray();
    double[] counts = buckets.stream().mapToDouble(Bucket::getIncrease).toArray();
    for (double quantile : quantiles) {
      HistogramQuantile result = HistogramQuantile.of(quantile, bounds, counts);
      if (!Double.isNaN(result.value())) {
        String name = name(quantile);
        values.put(name, result.value());
        widths.put(name, result.bucketWidth());
      }
    }
    put(values, "mean", partial.getSum() / partial.getCount());
  }

  /** {@code p99.9} for 0.999. */
  public static String name(double quantile) {
    return "p"
        + BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** 0.999 for {@code p99.9}; empty for a name that is not a quantile's. */
  public static OptionalDouble quantile(String name) {
    if (!name.matches("p[0-9]{1,2}(\\.[0-9]+)?")) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(new BigDecimal(name.substring(1)).movePointLeft(2).doubleValue());
  }

  private static void put(Map<String, Double> values, String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    }
  }
}

package io.benchstream.aggregator.window;

import io.benchstream.aggregator.quantile.HistogramQuantile;
import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of a KPI from its mergeable part. A value that cannot be computed is absent.
 *
 * @param values of a gauge {@code min}, {@code max}, {@code avg} and {@code last}; of a histogram
 *     {@code p50}, {@code p95}, {@code p99} and {@code mean}; otherwise the only name is "value"
 * @param bucketWidths for each quantile the width of its bucket; NaN where that is open
 */
public record KpiValues(Map<String, Double> values, Map<String, Double> bucketWidths) {
  public static KpiValues of(Recipe recipe, KpiPartial partial) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> widths = new TreeMap<>();
    switch (recipe.definition()) {
      case Definition.Rate rate ->
          put(values, "value", partial.getIncrease() / (partial.getDurationMs() / 1000.0));
      case Definition.Ratio ratio ->
          put(values, "value", partial.getIncrease() / partial.getDenominatorIncrease());
      case Definition.Gauge gauge -> gauge(partial, values);
      case Definition.Histogram histogram ->
          histogram(histogram.quantiles(), partial, values, widths);
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
      List<Double> quantiles,
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
  static String name(double quantile) {
    return "p"
        + BigDecimal.valueOf(quantile).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  private static void put(Map<String, Double> values, String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    }
  }
}

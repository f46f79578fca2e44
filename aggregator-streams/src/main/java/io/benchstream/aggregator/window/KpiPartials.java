package io.benchstream.aggregator.window;

import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes and merges the mergeable parts of KPIs. */
public final class KpiPartials {
  private KpiPartials() {}

  /**
   * The partial of one window, in the KPI's unit.
   *
   * @param durationMs how long the window is, or has lasted so far
   */
  static KpiPartial of(Recipe recipe, KpiSums sums, long durationMs) {
    double scale = recipe.scale();
    KpiPartial partial = new KpiPartial();
    partial.setDurationMs(durationMs);
    partial.setIncrease(sums.increase * scale);
    partial.setDenominatorIncrease(sums.denominator);
    partial.setSum(sums.sum * scale);
    partial.setCount(sums.count);
    partial.setBuckets(buckets(sums, scale));
    if (recipe.definition() instanceof Definition.Gauge && sums.lastCount > 0) {
      partial.setMin(sums.min * scale);
      partial.setMax(sums.max * scale);
      partial.setLast(sums.last / sums.lastCount * scale);
    }
    if (recipe.definition() instanceof Definition.Ratio ratio && ratio.complement()) {
      partial.setIncrease(sums.denominator - sums.increase * scale);
    }
    return partial;
  }

  private static List<Bucket> buckets(KpiSums sums, double scale) {
    List<Bucket> buckets = new ArrayList<>(sums.bounds.length);
    for (int i = 0; i < sums.bounds.length; i++) {
      buckets.add(new Bucket(sums.bounds[i] * scale, sums.increases[i]));
    }
    return buckets;
  }

  /**
   * The partial of several windows of one KPI and scope, none of which overlap.
   *
   * @param partials by rising time; at least one
   */
  public static KpiPartial merge(List<KpiPartial> partials) {
    KpiPartial merged = new KpiPartial();
    merged.setDurationMs(0L);
    Map<Double, Double> buckets = new TreeMap<>();
    for (KpiPartial partial : partials) {
      merged.setDurationMs(merged.getDurationMs() + partial.getDurationMs());
      merged.setIncrease(merged.getIncrease() + partial.getIncrease());
      merged.setDenominatorIncrease(
          merged.getDenominatorIncrease() + partial.getDenominatorIncrease());
      merged.setSum(merged.getSum() + partial.getSum());
      merged.setCount(merged.getCount() + partial.getCount());
      merged.setMin(least(merged.getMin(), partial.getMin()));
      merged.setMax(most(merged.getMax(), partial.getMax()));
      merged.setLast(partial.getLast() != null ? partial.getLast() : merged.getLast());
      partial
          .getBuckets()
          .forEach(
              bucket -> buckets.merge(bucket.getUpperBound(), bucket.getIncrease(), Double::sum));
    }
    List<Bucket> all = new ArrayList<>();
    buckets.forEach((bound, increase) -> all.add(new Bucket(bound, increase)));
    merged.setBuckets(all);
    return merged;
  }

  private static @Nullable Double least(@Nullable Double a, @Nullable Double b) {
    return a == null ? b : b == null ? a : Double.valueOf(Math.min(a, b));
  }

  private static @Nullable Double most(@Nullable Double a, @Nullable Double b) {
    return a == null ? b : b == null ? a : Double.valueOf(Math.max(a, b));
  }
}

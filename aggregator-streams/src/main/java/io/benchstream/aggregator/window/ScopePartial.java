package io.benchstream.aggregator.window;

import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import java.util.ArrayList;
import java.util.List;

/** Makes the mergeable part of a KPI from what its targets came to. */
final class ScopePartial {
  private ScopePartial() {}

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
}

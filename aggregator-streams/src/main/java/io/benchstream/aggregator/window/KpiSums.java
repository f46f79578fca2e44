package io.benchstream.aggregator.window;

import io.benchstream.aggregator.recipe.Recipe;
import java.util.Arrays;

/**
 * One KPI of one scope in one window, so far: what targets and partitions contributed adds up here.
 * In the series' unit; the recipe's scale comes at the end. Not thread-safe.
 */
public final class KpiSums {
  private static final double[] NONE = {};

  double increase;
  double denominator;
  double sum;
  double count;
  double min = Double.POSITIVE_INFINITY;
  double max = Double.NEGATIVE_INFINITY;
  double last;
  double lastCount;
  double[] bounds = NONE;
  double[] increases = NONE;
  int scrapesSeen;
  int scrapesExpected;
  int targetsUp;
  int targets;
  int resets;
  long gapMs;

  /** Adds other targets of the same scope and window. */
  public void add(Recipe recipe, KpiSums other) {
    increase += other.increase;
    denominator += other.denominator;
    switch (recipe.type()) {
      case GAUGE -> GaugeRule.of(recipe).addOthers(this, other);
      case HISTOGRAM -> {
        sum += other.sum;
        count += other.count;
        addBuckets(other.bounds, other.increases);
      }
      default -> {}
    }
    scrapesSeen += other.scrapesSeen;
    scrapesExpected += other.scrapesExpected;
    targetsUp += other.targetsUp;
    targets += other.targets;
    resets += other.resets;
    gapMs = Math.max(gapMs, other.gapMs);
  }

  /** Adds buckets bound by bound; a bound that one side does not have is taken over as it is. */
  void addBuckets(double[] otherBounds, double[] otherIncreases) {
    if (Arrays.equals(bounds, otherBounds)) {
      for (int i = 0; i < increases.length; i++) {
        increases[i] += otherIncreases[i];
      }
      return;
    }
    double[] union =
        Arrays.stream(new double[][] {bounds, otherBounds})
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .distinct()
            .toArray();
    double[] merged = new double[union.length];
    for (int i = 0; i < bounds.length; i++) {
      merged[Arrays.binarySearch(union, bounds[i])] += increases[i];
    }
    for (int i = 0; i < otherBounds.length; i++) {
      merged[Arrays.binarySearch(union, otherBounds[i])] += otherIncreases[i];
    }
    bounds = union;
    increases = merged;
  }
}

package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.recipe.RecipeSet;
import java.util.Map;

/** Contributions for tests of later stages. */
public final class TestContributions {
  private TestContributions() {}

  /** One target's increase of a rate. */
  public static byte[] rate(RecipeSet recipes, Layout.Scope scope, String kpi, double increase) {
    Contribution contribution = new Contribution(scope);
    KpiSums sums = contribution.sums(recipes.find(kpi).orElseThrow(), Map.of());
    sums.increase = increase;
    sums.targets = 1;
    return new ContributionCodec().encode(contribution);
  }
}

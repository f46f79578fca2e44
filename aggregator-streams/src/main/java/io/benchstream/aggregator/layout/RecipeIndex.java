package io.benchstream.aggregator.layout;

import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.recipe.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what a metric name feeds. Immutable. */
public final class RecipeIndex {
  /**
   * @param rank position of the metric name in the selector
   * @param gauge whether the series is a gauge; otherwise it is a counter
   */
  record Feed(Recipe recipe, Selector selector, int rank, Role role, boolean gauge) {}

  private final RecipeSet recipes;
  private final Map<String, List<Feed>> feeds = new HashMap<>();

  public RecipeIndex(RecipeSet recipes) {
    this.recipes = recipes;
    recipes.recipes().forEach(this::add);
  }

  public RecipeSet recipes() {
    return recipes;
  }

  List<Feed> feeds(String metric) {
    return feeds.getOrDefault(metric, List.of());
  }

  private void add(Recipe recipe) {
    switch (recipe.definition()) {
      case Definition.Rate rate -> add(recipe, rate.counters(), "", Role.VALUE, false);
      case Definition.Gauge gauge -> add(recipe, gauge.gauges(), "", Role.VALUE, true);
      case Definition.Ratio ratio -> {
        boolean gauges = ratio.of() == Definition.Operands.GAUGES;
        add(recipe, ratio.numerator(), "", Role.VALUE, gauges);
        add(recipe, ratio.denominator(), "", Role.DENOMINATOR, gauges);
      }
      case Definition.Histogram histogram -> {
        add(recipe, histogram.histograms(), "_bucket", Role.BUCKET, false);
        add(recipe, histogram.histograms(), "_sum", Role.SUM, false);
        add(recipe, histogram.histograms(), "_count", Role.COUNT, false);
      }
    }
  }

  private void add(Recipe recipe, Selector selector, String suffix, Role role, boolean gauge) {
    for (int rank = 0; rank < selector.metrics().size(); rank++) {
      feeds
          .computeIfAbsent(selector.metrics().get(rank) + suffix, name -> new ArrayList<>())
          .add(new Feed(recipe, selector, rank, role, gauge));
    }
  }
}

package io.benchstream.aggregator.layout;

import io.benchstream.aggregator.recipe.Recipe;
import java.util.Map;

/**
 * Series of one target that feed one KPI of one scope together.
 *
 * @param recipe the KPI
 * @param rank which of the recipe's metric names they have; only the lowest rank of a page counts.
 *     0 for a ratio, whose operands are chosen one by one
 * @param labels values of the recipe's {@code by}, without empty ones
 */
public record Group(Recipe recipe, int rank, Map<String, String> labels) {
  public Group {
    labels = Map.copyOf(labels);
  }
}

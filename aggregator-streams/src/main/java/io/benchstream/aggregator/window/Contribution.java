package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the targets of one partition contribute to the KPIs of one cluster or job in one window. */
public final class Contribution {
  /**
   * A KPI of a scope.
   *
   * @param kpi name of the recipe
   * @param labels values of its {@code by}
   */
  record Key(String kpi, Map<String, String> labels) {
    Key {
      labels = Map.copyOf(labels);
    }
  }

  private final Layout.Scope scope;
  private final Map<Key, KpiSums> kpis = new LinkedHashMap<>();

  public Contribution(Layout.Scope scope) {
    this.scope = scope;
  }

  public Layout.Scope scope() {
    return scope;
  }

  Map<Key, KpiSums> kpis() {
    return kpis;
  }

  KpiSums sums(Recipe recipe, Map<String, String> labels) {
    return kpis.computeIfAbsent(new Key(recipe.name(), labels), key -> new KpiSums());
  }
}

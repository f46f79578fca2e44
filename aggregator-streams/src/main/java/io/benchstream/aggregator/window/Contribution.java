package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
  private final NavigableSet<String> targetIds = new TreeSet<>();
  private @Nullable Map<String, String> labels;
  private long firstOffset = -1;
  private long lastOffset = -1;

  public Contribution(Layout.Scope scope) {
    this.scope = scope;
  }

  public Layout.Scope scope() {
    return scope;
  }

  Map<Key, KpiSums> kpis() {
    return kpis;
  }

  /** Ids of the targets that contributed. */
  public NavigableSet<String> targetIds() {
    return targetIds;
  }

  /** The labels that all of its targets have. */
  public Map<String, String> labels() {
    return labels == null ? Map.of() : labels;
  }

  /** Offset of the first record of {@code samples} that it comes from; -1 where there is none. */
  public long firstOffset() {
    return firstOffset;
  }

  /** Offset of the last record that it comes from; -1 where there is none. */
  public long lastOffset() {
    return lastOffset;
  }

  void addTarget(String id, Map<String, String> itsLabels) {
    targetIds.add(id);
    labels = labels == null ? new TreeMap<>(itsLabels) : common(labels, itsLabels);
  }

  void addOffsets(long first, long last) {
    if (first >= 0) {
      firstOffset = firstOffset < 0 ? first : Math.min(firstOffset, first);
      lastOffset = Math.max(lastOffset, last);
    }
  }

  /** The labels that are the same in both. */
  public static Map<String, String> common(Map<String, String> a, Map<String, String> b) {
    Map<String, String> both = new TreeMap<>(a);
    both.entrySet().removeIf(label -> !label.getValue().equals(b.get(label.getKey())));
    return both;
  }

  KpiSums sums(Recipe recipe, Map<String, String> labels) {
    return kpis.computeIfAbsent(new Key(recipe.name(), labels), key -> new KpiSums());
  }
}

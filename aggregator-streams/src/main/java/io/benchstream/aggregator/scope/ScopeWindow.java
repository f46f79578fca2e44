package io.benchstream.aggregator.scope;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.WindowStatus;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The KPIs of one scope in one window, and where they come from.
 *
 * @param end end of the window, in milliseconds since the epoch
 * @param labels that all targets of the scope have
 * @param targetIds targets that contributed
 * @param offsets where in {@code samples} the scrapes of the window stand, a range for each
 *     partition
 */
public record ScopeWindow(
    Layout.Scope scope,
    long end,
    WindowStatus status,
    List<KpiWindow> kpis,
    Map<String, String> labels,
    NavigableSet<String> targetIds,
    List<OffsetRange> offsets) {
  public ScopeWindow {
    kpis = List.copyOf(kpis);
    labels = Map.copyOf(labels);
    targetIds = Collections.unmodifiableNavigableSet(new TreeSet<>(targetIds));
    offsets = List.copyOf(offsets);
  }
}

package io.benchstream.cli.demo;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.kpi.window.KpiMerge;
import io.benchstream.schemas.KpiWindow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One KPI over several windows.
 *
 * @param windows how many
 * @param whole their merge: the exact value and the quality of all of the time
 */
record SpanKpi(Recipe recipe, int windows, KpiWindow whole) {
  /** Merges windows to {@code (start, end]}; at least one, in any order. */
  static SpanKpi of(Recipe recipe, List<KpiWindow> windows, Instant start, Instant end) {
    List<KpiWindow> sorted =
        windows.stream().sorted(Comparator.comparing(KpiWindow::getWindowEnd)).toList();
    return new SpanKpi(recipe, sorted.size(), KpiMerge.merge(sorted, start, end));
  }
}

package io.benchstream.kpi.compare;

import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Compares two sessions, KPI by KPI, from their final windows: the ratio of the merged values, its
 * confidence interval, and a verdict against a tolerance.
 *
 * @param figures by name and scope
 * @param onlyBefore KPIs that only the old session has, of some job at least
 * @param onlyAfter KPIs that only the new session has, of some job at least
 */
public record SessionComparison(
    List<FigureComparison> figures, List<String> onlyBefore, List<String> onlyAfter) {
  /** The last value of a window says nothing of the window. */
  private static final String NOT_COMPARED = "last";

  public SessionComparison {
    figures = List.copyOf(figures);
    onlyBefore = List.copyOf(onlyBefore);
    onlyAfter = List.copyOf(onlyAfter);
  }

  /** Whether a figure got worse by more than its tolerance. */
  public boolean hasRegression() {
    return figures.stream().anyMatch(figure -> figure.verdict() == Verdict.WORSE);
  }

  /** KPI and labels, whatever the job is called. */
  private record Kind(String kpi, String unit, Map<String, String> labels) {
    static Kind of(KpiWindow window) {
      return new Kind(
          window.getKpi(), window.getUnit(), new TreeMap<>(window.getScope().getLabels()));
    }
  }

  /**
   * Compares.
   *
   * @param before final windows of the old session, each once; for gaps nothing stands
   * @param after final windows of the new session
   */
  public static SessionComparison of(
      List<KpiWindow> before, List<KpiWindow> after, Tolerances tolerances, Bootstrap bootstrap) {
    Map<Kind, Map<KpiScope, List<KpiWindow>>> old = byScope(before);
    Map<Kind, Map<KpiScope, List<KpiWindow>>> now = byScope(after);
    List<FigureComparison> figures = new ArrayList<>();
    TreeSet<String> onlyBefore = new TreeSet<>();
    TreeSet<String> onlyAfter = new TreeSet<>();
    old.forEach(
        (kind, scopes) -> {
          Map<KpiScope, List<KpiWindow>> others = now.getOrDefault(kind, Map.of());
          if (scopes.keySet().stream()
              .anyMatch(scope -> partner(scope, scopes, others).isEmpty())) {
            onlyBefore.add(kind.kpi());
          }
        });
    now.forEach(
        (kind, scopes) -> {
          Map<KpiScope, List<KpiWindow>> others = old.getOrDefault(kind, Map.of());
          scopes.forEach(
              (scope, windows) -> {
                List<KpiWindow> partner = partner(scope, scopes, others);
                if (partner.isEmpty()) {
                  onlyAfter.add(kind.kpi());
                } else {
                  figures.addAll(figures(kind, partner, windows, tolerances, bootstrap));
                }
              });
        });
    figures.sort(
        Comparator.comparing(FigureComparison::figure)
            .thenComparing(figure -> figure.scope().toString()));
    return new SessionComparison(figures, new ArrayList<>(onlyBefore), new ArrayList<>(onlyAfter));
  }

  /** The windows of the other session that a scope is compared with; empty where there are none. */
  private static List<KpiWindow> partner(
      KpiScope scope, Map<KpiScope, List<KpiWindow>> own, Map<KpiScope, List<KpiWindow>> others) {
    // A job has another name in each session, as a rule.
    boolean single = own.size() == 1 && others.size() == 1;
    return single ? others.values().iterator().next() : others.getOrDefault(scope, List.of());
  }

  private static Map<Kind, Map<KpiScope, List<KpiWindow>>> byScope(List<KpiWindow> windows) {
    Map<Kind, Map<KpiScope, List<KpiWindow>>> kinds = new LinkedHashMap<>();
    List<KpiWindow> inOrder = new ArrayList<>(windows);
    inOrder.sort(Comparator.comparing(KpiWindow::getWindowEnd));
    for (KpiWindow window : inOrder) {
      kinds
          .computeIfAbsent(Kind.of(window), kind -> new LinkedHashMap<>())
          .computeIfAbsent(window.getScope(), scope -> new ArrayList<>())
          .add(window);
    }
    return kinds;
  }

  private static List<FigureComparison> figures(
      Kind kind,
      List<KpiWindow> before,
      List<KpiWindow> after,
      Tolerances tolerances,
      Bootstrap bootstrap) {
    WindowTable old = new WindowTable(before);
    WindowTable now = new WindowTable(after);
    Map<String, Double> oldValues = old.values(all(old));
    Map<String, Double> newValues = now.values(all(now));
    Map<String, Interval> intervals = bootstrap.ratios(old, now, kind.toString());
    Direction direction = Direction.usual(kind.kpi(), kind.unit());
    List<FigureComparison> figures = new ArrayList<>();
    newValues.forEach(
        (name, value) -> {
          Double from = oldValues.get(name);
          if (from != null && !name.equals(NOT_COMPARED)) {
            String figure = name.equals("value") ? kind.kpi() : kind.kpi() + "." + name;
            Interval interval = intervals.getOrDefault(name, Interval.NONE);
            double tolerance = tolerances.of(kind.kpi(), figure);
            figures.add(
                new FigureComparison(
                    figure,
                    after.getLast().getScope(),
                    kind.unit(),
                    from,
                    value,
                    ratio(from, value),
                    interval,
                    tolerance,
                    direction,
                    Verdict.of(interval, tolerance, direction),
                    before.size(),
                    after.size()));
          }
        });
    return figures;
  }

  private static int[] all(WindowTable table) {
    return IntStream.range(0, table.windows()).toArray();
  }

  /** After divided by before; nothing that stays nothing is the same. */
  static double ratio(double before, double after) {
    return before == 0 && after == 0 ? 1 : after / before;
  }
}

package io.benchstream.gateway.artifact;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The windows of several KPIs, without their partials and as numbers, so that hours of them fit in
 * memory. Not thread-safe.
 */
public final class KpiTable {
  private static final Comparator<Series> BY_SCOPE =
      Comparator.comparing((Series each) -> Stats.scope(each.scope()))
          .thenComparing(Series::kpi)
          .thenComparing(each -> Stats.labels(each.scope()))
          .thenComparing(Series::unit);

  private final int maxWindows;
  private final Map<Key, Series> series = new HashMap<>();
  private int windows;

  private record Key(KpiScope scope, String kpi, String unit) {}

  /**
   * A table of at most so many windows.
   *
   * @param maxWindows over all KPIs
   */
  public KpiTable(int maxWindows) {
    this.maxWindows = maxWindows;
  }

  /** One window. */
  public static final class Point {
    private final Instant start;
    private final Instant end;
    private final double[] values;
    private final double[] widths;
    private final double coverage;
    private final Scrapes scrapes;

    private Point(KpiWindow window, double[] values, double[] widths) {
      this.start = window.getWindowStart();
      this.end = window.getWindowEnd();
      this.values = values;
      this.widths = widths;
      this.coverage = Coverage.of(window).ratio();
      this.scrapes = Scrapes.of(window.getQuality());
    }

    public Instant start() {
      return start;
    }

    public Instant end() {
      return end;
    }

    /** A stat by its place in the series; NaN where the window does not have it. */
    public double value(int stat) {
      return stat < values.length ? values[stat] : Double.NaN;
    }

    /** The width of the bucket that a stat fell in; NaN where it is no quantile. */
    public double width(int stat) {
      return stat < widths.length ? widths[stat] : Double.NaN;
    }

    /** How much was seen, 0 to 1. */
    public double coverage() {
      return coverage;
    }

    public Scrapes scrapes() {
      return scrapes;
    }
  }

  /** The windows of one KPI of one scope, by their ends. */
  public static final class Series {
    private final KpiScope scope;
    private final String kpi;
    private final String unit;
    private final List<String> stats = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    private Series(Key key) {
      scope = key.scope();
      kpi = key.kpi();
      unit = key.unit();
    }

    public KpiScope scope() {
      return scope;
    }

    public String kpi() {
      return kpi;
    }

    public String unit() {
      return unit;
    }

    /** For example p50, p95, p99, mean. */
    public List<String> stats() {
      return List.copyOf(stats);
    }

    public List<Point> points() {
      points.sort(Comparator.comparing(Point::end));
      return List.copyOf(points);
    }

    private void add(KpiWindow window) {
      Map<String, Double> values = new TreeMap<>(Stats.ORDER);
      values.putAll(window.getValues());
      for (String stat : values.keySet()) {
        if (!stats.contains(stat)) {
          stats.add(
              stat); // a quantile that comes later stands behind, so that points stay as they are
        }
      }
      points.add(
          new Point(window, numbers(values), numbers(window.getQuality().getBucketWidths())));
    }

    private double[] numbers(Map<String, Double> byStat) {
      return stats.stream().mapToDouble(stat -> byStat.getOrDefault(stat, Double.NaN)).toArray();
    }
  }

  /**
   * Adds a final window.
   *
   * @throws ProblemException 422 where there are too many
   */
  public void add(KpiWindow window) {
    if (++windows > maxWindows) {
      throw new ProblemException(
          Problem.of(
              422,
              "Window too large",
              "end_time",
              "there are more than %d KPI windows in it; collect shorter windows, or sessions with fewer jobs"
                  .formatted(maxWindows)));
    }
    series
        .computeIfAbsent(new Key(window.getScope(), window.getKpi(), window.getUnit()), Series::new)
        .add(window);
  }

  /** All series, by scope, KPI and labels. */
  public List<Series> series() {
    return series.values().stream().sorted(BY_SCOPE).toList();
  }

  /** Every value as a row, by scope, KPI, labels, time and stat. */
  public Stream<KpiRow> rows() {
    return series().stream()
        .flatMap(
            each ->
                each.points().stream()
                    .flatMap(
                        point ->
                            Stream.iterate(0, stat -> stat < each.stats.size(), stat -> stat + 1)
                                .filter(stat -> !Double.isNaN(point.value(stat)))
                                .map(stat -> KpiRow.of(each, point, stat))));
  }
}

package io.benchstream.gateway.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.kpi.window.KpiValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The charts of a report as data: of each panel the times, the lines, and what is to be shaded
 * because too little was seen. Long windows are thinned, so that the file stays small.
 */
final class ReportCharts {
  /** More points than a chart has pixels tell nothing more. */
  static final int MOST_POINTS = 1_200;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportCharts() {}

  /**
   * A chart.
   *
   * @param data as report.js takes it
   */
  record Chart(ReportPanel panel, String unit, ObjectNode data) {}

  /** The charts of one scope, in the order of the report. */
  static List<Chart> of(List<KpiTable.Series> series, Instant start, Instant end) {
    Map<ReportPanel, List<KpiTable.Series>> panels = new LinkedHashMap<>();
    for (KpiTable.Series each : series) {
      panels
          .computeIfAbsent(ReportPanel.of(each.kpi(), each.unit()), p -> new ArrayList<>())
          .add(each);
    }
    return panels.entrySet().stream()
        .map(
            panel ->
                new Chart(
                    panel.getKey(),
                    panel.getValue().getFirst().unit(),
                    data(panel.getKey(), panel.getValue(), start, end)))
        .sorted(
            Comparator.comparing((Chart chart) -> chart.panel().section())
                .thenComparingInt(chart -> chart.panel().rank())
                .thenComparing(chart -> chart.panel().title()))
        .toList();
  }

  private static ObjectNode data(
      ReportPanel panel, List<KpiTable.Series> series, Instant start, Instant end) {
    List<KpiTable.Series> ordered = new ArrayList<>(series);
    ordered.sort(
        Comparator.comparingInt((KpiTable.Series each) -> panel.kpis().indexOf(each.kpi()))
            .thenComparing(each -> Stats.labels(each.scope())));
    NavigableMap<Long, Seen> windows = windows(ordered);
    List<Long> times = times(windows);
    int step = Math.max(1, (times.size() + MOST_POINTS - 1) / MOST_POINTS);
    ObjectNode data = NODES.objectNode();
    ArrayNode axis = data.putArray("times");
    for (int i = 0; i < times.size(); i += step) {
      axis.add(times.get(Math.min(times.size(), i + step) - 1) / 1e3);
    }
    ArrayNode lines = data.putArray("series");
    int colour = 0;
    for (KpiTable.Series each : ordered) {
      colour = lines(lines, each, ordered.size() > 1, times, step, colour);
    }
    data.set("shaded", shaded(windows, start, end));
    return data;
  }

  /** What was seen of the windows of a panel. */
  private record Seen(long start, double coverage) {}

  private static NavigableMap<Long, Seen> windows(List<KpiTable.Series> series) {
    NavigableMap<Long, Seen> windows = new TreeMap<>();
    for (KpiTable.Series each : series) {
      for (KpiTable.Point point : each.points()) {
        windows.merge(
            point.end().toEpochMilli(),
            new Seen(point.start().toEpochMilli(), point.coverage()),
            (a, b) ->
                new Seen(Math.min(a.start(), b.start()), Math.min(a.coverage(), b.coverage())));
      }
    }
    return windows;
  }

  /** The ends of the windows, and a time without value in each gap, which breaks the lines. */
  private static List<Long> times(NavigableMap<Long, Seen> windows) {
    TreeSet<Long> times = new TreeSet<>(windows.keySet());
    Long before = null;
    for (Map.Entry<Long, Seen> window : windows.entrySet()) {
      if (before != null && window.getValue().start() > before) {
        times.add((before + window.getKey()) / 2);
      }
      before = window.getKey();
    }
    return List.copyOf(times);
  }

  private static int lines(
      ArrayNode lines,
      KpiTable.Series series,
      boolean several,
      List<Long> times,
      int step,
      int colour) {
    String labels = Stats.labels(series.scope());
    String name = labels.isEmpty() ? (several ? series.kpi().replace('_', ' ') : "") : labels;
    List<String> stats = series.stats();
    int next = colour;
    if (stats.contains("avg")) {
      ObjectNode avg = line(lines, series, stats.indexOf("avg"), join(name, "avg"), times, step);
      avg.put("colour", next);
      if (stats.contains("max") && stats.contains("min")) {
        ObjectNode max = line(lines, series, stats.indexOf("max"), join(name, "max"), times, step);
        int place = lines.size() - 1;
        max.put("colour", next).put("edge", true).put("bandTo", place + 1);
        line(lines, series, stats.indexOf("min"), join(name, "min"), times, step)
            .put("colour", next)
            .put("edge", true);
      }
      return next + 1;
    }
    for (int stat = 0; stat < stats.size(); stat++) {
      String each = stats.get(stat);
      if (each.equals("value") || KpiValues.quantile(each).isPresent()) {
        String label = each.equals("value") ? (name.isEmpty() ? "value" : name) : join(name, each);
        line(lines, series, stat, label, times, step).put("colour", next++);
      }
    }
    return next;
  }

  private static String join(String name, String stat) {
    return name.isEmpty() ? stat : name + " " + stat;
  }

  private static ObjectNode line(
      ArrayNode lines, KpiTable.Series series, int stat, String label, List<Long> times, int step) {
    Map<Long, Double> values = new TreeMap<>();
    for (KpiTable.Point point : series.points()) {
      values.put(point.end().toEpochMilli(), point.value(stat));
    }
    ObjectNode line = lines.addObject();
    line.put("label", label);
    line.put("unit", series.unit());
    ArrayNode numbers = line.putArray("values");
    for (int i = 0; i < times.size(); i += step) {
      double sum = 0;
      int count = 0;
      for (Long time : times.subList(i, Math.min(times.size(), i + step))) {
        double value = values.getOrDefault(time, Double.NaN);
        if (Double.isFinite(value)) {
          sum += value;
          count++;
        }
      }
      if (count == 0) {
        numbers.addNull();
      } else {
        numbers.add(sum / count);
      }
    }
    return line;
  }

  /** Spans of time as {@code [from, to, "low" or "gap"]}, in seconds; neighbours are one span. */
  private static ArrayNode shaded(NavigableMap<Long, Seen> windows, Instant start, Instant end) {
    List<Span> spans = new ArrayList<>();
    long covered = start.toEpochMilli();
    for (Map.Entry<Long, Seen> window : windows.entrySet()) {
      if (window.getValue().start() > covered) {
        spans.add(new Span(covered, window.getValue().start(), "gap"));
      }
      if (new Coverage(window.getValue().coverage()).isLow()) {
        spans.add(new Span(window.getValue().start(), window.getKey(), "low"));
      }
      covered = Math.max(covered, window.getKey());
    }
    if (covered < end.toEpochMilli()) {
      spans.add(new Span(covered, end.toEpochMilli(), "gap"));
    }
    ArrayNode json = NODES.arrayNode();
    Span open = null;
    for (Span span : spans) {
      if (open != null && open.kind().equals(span.kind()) && open.to() == span.from()) {
        open = new Span(open.from(), span.to(), open.kind());
        continue;
      }
      add(json, open);
      open = span;
    }
    add(json, open);
    return json;
  }

  private record Span(long from, long to, String kind) {}

  private static void add(ArrayNode json, @Nullable Span span) {
    if (span != null) {
      json.addArray().add(span.from() / 1e3).add(span.to() / 1e3).add(span.kind());
    }
  }
}

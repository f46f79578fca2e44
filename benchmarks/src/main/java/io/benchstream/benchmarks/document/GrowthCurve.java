package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Axis;
import io.benchstream.runtime.config.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One figure along an axis.
 *
 * @param points what was measured for each of the axis' values; empty where it was not
 */
record GrowthCurve(Axis axis, List<OptionalDouble> points) {
  GrowthCurve {
    points = List.copyOf(points);
  }

  static GrowthCurve of(Results results, Axis axis, String figure) {
    List<OptionalDouble> points = new ArrayList<>();
    for (String value : axis.points()) {
      points.add(
          works(results, axis, value)
              ? results.figure(axis.stepName(value), axis.program() + "." + figure)
              : OptionalDouble.empty());
    }
    return new GrowthCurve(axis, points);
  }

  /** Sessions that nobody asked a report of are no work; such a result is none of this axis. */
  private static boolean works(Results results, Axis axis, String value) {
    return axis != Axis.SESSIONS
        || value.equals("0")
        || results.figure(axis.stepName(value), "aggregator.session_reports").orElse(0) > 0;
  }

  /** How it grows, by the points that there are. */
  Growth growth() {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).isPresent()) {
        x.add(position(axis.points().get(i)));
        y.add(points.get(i).getAsDouble());
      }
    }
    return Growth.of(
        x.stream().mapToDouble(Double::doubleValue).toArray(),
        y.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** What it grows for: an interval is told as scrapes a second, which grow when it shrinks. */
  private double position(String value) {
    return axis == Axis.INTERVAL
        ? 1_000.0 / DurationText.parse(value).toMillis()
        : Double.parseDouble(value);
  }

  /** What the slope is for. */
  String unit() {
    return switch (axis) {
      case TARGETS -> "target";
      case SERIES -> "series on a page";
      case INTERVAL -> "scrape a second and target";
      case RECIPES -> "recipe";
      case SESSIONS -> "session";
    };
  }

  /** All points. */
  String words() {
    if (points.stream().allMatch(OptionalDouble::isEmpty)) {
      return Figures.NOT_MEASURED;
    }
    return points.stream()
        .map(
            point -> point.isPresent() ? Figures.digits(point.getAsDouble()) : Figures.NOT_MEASURED)
        .collect(Collectors.joining("; "));
  }
}

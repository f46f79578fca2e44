package io.benchstream.kpi.compare;

import java.util.Map;

/**
 * How much change is accepted.
 *
 * @param usual of figures that are not named, as a part of one: 0.05 for 5 %
 * @param byFigure by {@code ttft.p99}, or by {@code ttft} for all figures of the KPI
 */
public record Tolerances(double usual, Map<String, Double> byFigure) {
  public static final Tolerances FIVE_PERCENT = new Tolerances(0.05, Map.of());

  public Tolerances {
    byFigure = Map.copyOf(byFigure);
    check("tolerance", usual);
    byFigure.forEach(Tolerances::check);
  }

  private static void check(String name, double tolerance) {
    if (!(tolerance >= 0 && tolerance <= 10)) {
      throw new IllegalArgumentException(
          "%s: %s is outside 0 to 10 (0.05 is 5 %%)".formatted(name, tolerance));
    }
  }

  double of(String kpi, String figure) {
    return byFigure.getOrDefault(figure, byFigure.getOrDefault(kpi, usual));
  }
}

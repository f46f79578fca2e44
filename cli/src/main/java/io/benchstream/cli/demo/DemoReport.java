package io.benchstream.cli.demo;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.schemas.KpiWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** Puts the figures of the demo together. */
final class DemoReport {
  private static final List<String> STATS =
      List.of("value", "p50", "p95", "p99", "mean", "min", "avg", "max", "last");

  /**
   * A KPI with its figures.
   *
   * @param span empty where no window of it came
   */
  record Section(String kpi, Optional<SpanKpi> span, List<Figure> figures) {
    boolean holds() {
      return !figures.isEmpty()
          && figures.stream()
              .allMatch(
                  figure ->
                      figure.verdict() == Figure.Verdict.AGREES
                          || figure.verdict() == Figure.Verdict.UNCHECKED);
    }
  }

  private final RecipeSet recipes;
  private final Instant start;
  private final Instant end;
  private final BiFunction<String, Instant, OptionalDouble> store;

  /**
   * A report over (start, end].
   *
   * @param store answers a MetricsQL query at an instant
   */
  DemoReport(
      RecipeSet recipes,
      Instant start,
      Instant end,
      BiFunction<String, Instant, OptionalDouble> store) {
    this.recipes = recipes;
    this.start = start;
    this.end = end;
    this.store = store;
  }

  /**
   * The sections of one scope, in the order of the names.
   *
   * @param windows of the scope; those outside the report's time are left out
   * @param selector the matchers of the scope's series, for the queries
   * @param truth the true value of a KPI's stat; empty where it is not known
   */
  List<Section> sections(
      List<String> kpis,
      List<KpiWindow> windows,
      String selector,
      BiFunction<String, String, OptionalDouble> truth) {
    Map<String, List<KpiWindow>> byKpi = new HashMap<>();
    for (KpiWindow window : windows) {
      boolean inside =
          !window.getWindowStart().isBefore(start) && !window.getWindowEnd().isAfter(end);
      if (inside && window.getScope().getLabels().isEmpty()) {
        byKpi.computeIfAbsent(window.getKpi(), absent -> new ArrayList<>()).add(window);
      }
    }
    List<Section> sections = new ArrayList<>();
    for (String kpi : kpis) {
      Optional<Recipe> recipe = recipes.find(kpi);
      List<KpiWindow> own = byKpi.getOrDefault(kpi, List.of());
      if (recipe.isEmpty() || !covers(own)) {
        sections.add(new Section(kpi, Optional.empty(), List.of()));
      } else {
        SpanKpi span = SpanKpi.of(recipe.get(), own, start, end);
        sections.add(new Section(kpi, Optional.of(span), figures(span, selector, truth)));
      }
    }
    return sections;
  }

  /** The windows stand side by side from start to end. */
  private boolean covers(List<KpiWindow> windows) {
    Instant reached = start;
    for (KpiWindow window :
        windows.stream().sorted(Comparator.comparing(KpiWindow::getWindowStart)).toList()) {
      if (!window.getWindowStart().equals(reached)) {
        return false;
      }
      reached = window.getWindowEnd();
    }
    return reached.equals(end) && end.isAfter(start);
  }

  private List<Figure> figures(
      SpanKpi span, String selector, BiFunction<String, String, OptionalDouble> truth) {
    Recipe recipe = span.recipe();
    Map<String, Double> widths = span.whole().getQuality().getBucketWidths();
    List<Figure> figures = new ArrayList<>();
    for (String stat : STATS) {
      Double value = span.whole().getValues().get(stat);
      if (value != null) {
        figures.add(
            new Figure(
                recipe.name(),
                stat,
                recipe.unit(),
                OptionalDouble.of(value),
                widths.getOrDefault(stat, 0.0),
                truth.apply(recipe.name(), stat),
                query(recipe, selector, stat)));
      }
    }
    return figures;
  }

  /**
   * The recipe's query gives the value of a rate or ratio, the quantiles, and a gauge's average.
   */
  private OptionalDouble query(Recipe recipe, String selector, String stat) {
    boolean quantile = stat.startsWith("p");
    if (!quantile && !stat.equals("value") && !stat.equals("avg")) {
      return OptionalDouble.empty();
    }
    Duration length = Duration.between(start, end);
    String text =
        recipe
            .query()
            .replace("$selector", selector)
            .replace("$window", length.toMillis() + "ms")
            .replace("$seconds", Double.toString(length.toMillis() / 1e3));
    if (quantile) {
      double q = Double.parseDouble(stat.substring(1)) / 100;
      text = text.replace("$quantile", Double.toString(q));
    }
    return store.apply(text, end);
  }
}

package io.benchstream.benchmarks.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What several looks at the stages found. Of each stage the least ratio counts: other load and
 * compilers only ever add to it.
 */
final class Attempts {
  private final Map<Stage, Double> best = new EnumMap<>(Stage.class);

  /** Takes one more look. */
  void add(Map<Stage, Double> ratios) {
    ratios.forEach((stage, ratio) -> best.merge(stage, ratio, Math::min));
  }

  /** The least ratio of each stage. */
  Map<Stage, Double> best() {
    return Collections.unmodifiableMap(best);
  }

  /**
   * A stage that has become slower.
   *
   * @param ratio that was measured; NaN where the stage was not measured at all
   * @param committed what it was
   */
  record Regression(Stage stage, double ratio, double committed) {
    String words() {
      if (Double.isNaN(ratio)) {
        return "%s: not measured".formatted(stage);
      }
      return "%s: %s is %.3f, and was %.3f: %.0f %% more"
          .formatted(stage, stage.words(), ratio, committed, 100 * (ratio / committed - 1));
    }
  }

  /** The stages whose best look is above what the baseline allows, or that nobody looked at. */
  List<Regression> regressions(Baseline baseline) {
    List<Regression> regressions = new ArrayList<>();
    baseline
        .ratios()
        .forEach(
            (stage, committed) -> {
              double ratio = best.getOrDefault(stage, Double.NaN);
              if (!(ratio < committed * baseline.limit())) {
                regressions.add(new Regression(stage, ratio, committed));
              }
            });
    return List.copyOf(regressions);
  }
}

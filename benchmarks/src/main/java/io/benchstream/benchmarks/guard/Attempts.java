package io.benchstream.benchmarks.guard;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What several looks at the stages found. The least that a stage took over all looks is put into
 * relation to the least that its unit took: the least of ratios would be that of the look in which
 * the unit was disturbed most.
 */
final class Attempts {
  private final Map<Stage, Cost> least = new EnumMap<>(Stage.class);

  /** Takes one more look; a stage that could not be measured is not in it. */
  void add(Map<Stage, Cost> costs) {
    costs.forEach((stage, cost) -> least.merge(stage, cost, Cost::least));
  }

  /** The ratio of each stage that was measured. */
  Map<Stage, Double> ratios() {
    Map<Stage, Double> ratios = new EnumMap<>(Stage.class);
    least.forEach((stage, cost) -> ratios.put(stage, cost.ratio()));
    return ratios;
  }

  /** The stages that no look could measure. */
  Set<Stage> unmeasured() {
    Set<Stage> missing = EnumSet.allOf(Stage.class);
    missing.removeAll(least.keySet());
    return missing;
  }

  /** What they mean beside the committed ratios. */
  Verdict verdict(Baseline baseline) {
    List<Verdict.Regression> regressions =
        ratios().entrySet().stream()
            .map(
                of ->
                    new Verdict.Regression(
                        of.getKey(),
                        of.getValue(),
                        Objects.requireNonNull(baseline.ratios().get(of.getKey()))))
            .filter(of -> !(of.ratio() < of.committed() * baseline.limit()))
            .toList();
    return new Verdict(regressions, unmeasured());
  }
}

package io.benchstream.benchmarks.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the guard says in the end.
 *
 * @param regressions the stages that have become slower
 * @param unmeasured those of which it does not know: they did not keep up, or ended
 */
record Verdict(List<Regression> regressions, Set<Stage> unmeasured) {
  static final int GOOD = 0;
  static final int SLOWER = 1;
  static final int UNKNOWN = 3;

  Verdict {
    regressions = List.copyOf(regressions);
    unmeasured = Set.copyOf(unmeasured);
  }

  /**
   * A stage that has become slower.
   *
   * @param ratio that was measured
   * @param committed what it was
   */
  record Regression(Stage stage, double ratio, double committed) {
    String words() {
      return "%s: %s is %.3f, and was %.3f: %.0f %% more"
          .formatted(stage, stage.words(), ratio, committed, 100 * (ratio / committed - 1));
    }
  }

  /** Whether every stage was measured and is as fast as it was. */
  boolean good() {
    return exitCode() == GOOD;
  }

  int exitCode() {
    return regressions.isEmpty() ? unmeasured.isEmpty() ? GOOD : UNKNOWN : SLOWER;
  }

  /** A line for each stage that is not good, and what to do. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    regressions.forEach(regression -> lines.add("SLOWER: " + regression.words()));
    if (!regressions.isEmpty()) {
      lines.add("Find out why, or, where it is meant, commit to it: benchmarks/guard --update");
    }
    unmeasured.stream()
        .sorted()
        .forEach(stage -> lines.add("COULD NOT MEASURE: %s; see above".formatted(stage)));
    if (!unmeasured.isEmpty()) {
      lines.add("That says nothing of its speed; try again with less load on the machine.");
    }
    return lines;
  }
}

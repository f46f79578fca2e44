package io.benchstream.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.kpi.compare.Bootstrap;
import io.benchstream.kpi.compare.FigureComparison;
import io.benchstream.kpi.compare.SessionComparison;
import io.benchstream.kpi.compare.Tolerances;
import io.benchstream.kpi.compare.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A simulator that is 10 % slower is found, and one that is not is left in peace. */
class SlowdownTest {
  private static final int SEEDS = 20;
  private static final Duration LENGTH = Duration.ofMinutes(3);

  private static SessionComparison compare(int seed, double slowdown) {
    return SessionComparison.of(
        SimulatedSession.windows(2L * seed, 1, LENGTH),
        SimulatedSession.windows(2L * seed + 1, slowdown, LENGTH),
        Tolerances.FIVE_PERCENT,
        Bootstrap.USUAL);
  }

  private static List<String> worse(SessionComparison comparison) {
    return comparison.figures().stream()
        .filter(figure -> figure.verdict() == Verdict.WORSE)
        .map(FigureComparison::figure)
        .toList();
  }

  @Test
  void tenPercentAreFoundWithEverySeed() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SessionComparison comparison = compare(seed, 1.1);
      assertThat(worse(comparison))
          .as("seed %d: %s", seed, comparison)
          .contains("itl.mean", "generation_token_throughput");
      assertThat(comparison.figures())
          .as("slower is better in nothing, seed %d", seed)
          .noneMatch(figure -> figure.verdict() == Verdict.BETTER);
    }
  }

  @Test
  void equalSessionsAreNoRegressionWithAnySeed() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SessionComparison comparison = compare(SEEDS + seed, 1);
      assertThat(comparison.figures()).hasSizeGreaterThan(10);
      assertThat(worse(comparison)).as("seed %d: %s", seed, comparison).isEmpty();
    }
  }
}

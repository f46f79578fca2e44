package io.benchstream.kpi.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.kpi.window.TestWindows;
import io.benchstream.schemas.KpiWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionComparisonTest {
  private static final int WINDOWS = 30;
  private static final double[] BOUNDS = {
    0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2, Double.POSITIVE_INFINITY
  };

  /** A server whose requests take {@code slowdown} times as long. */
  private static List<KpiWindow> session(String job, long seed, double slowdown) {
    Random random = new Random(seed);
    List<KpiWindow> windows = new ArrayList<>();
    for (int n = 1; n <= WINDOWS; n++) {
      int requests = 180 + random.nextInt(40);
      double[] cumulative = new double[BOUNDS.length];
      double sum = 0;
      for (int i = 0; i < requests; i++) {
        double seconds = slowdown * 0.2 * Math.exp(0.3 * random.nextGaussian());
        sum += seconds;
        for (int b = 0; b < BOUNDS.length; b++) {
          cumulative[b] += seconds <= BOUNDS[b] ? 1 : 0;
        }
      }
      windows.add(TestWindows.histogram("ttft", job, n, sum, BOUNDS, cumulative));
      windows.add(TestWindows.rate("request_throughput", job, n, requests / slowdown));
    }
    return windows;
  }

  private static FigureComparison figure(SessionComparison comparison, String name) {
    return comparison.figures().stream()
        .filter(figure -> figure.figure().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + comparison));
  }

  @Test
  void aSlowdownOfTenPercentIsFoundWithEverySeed() {
    for (int seed = 0; seed < 20; seed++) {
      SessionComparison comparison =
          SessionComparison.of(
              session("a", seed, 1),
              session("b", 1_000 + seed, 1.1),
              Tolerances.FIVE_PERCENT,
              Bootstrap.USUAL);
      assertThat(figure(comparison, "ttft.mean").verdict())
          .as("seed %d", seed)
          .isEqualTo(Verdict.WORSE);
      assertThat(comparison.hasRegression()).isTrue();
    }
  }

  @Test
  void twoEqualSessionsAreNoRegressionWithAnySeed() {
    for (int seed = 0; seed < 20; seed++) {
      SessionComparison comparison =
          SessionComparison.of(
              session("a", seed, 1),
              session("b", 1_000 + seed, 1),
              Tolerances.FIVE_PERCENT,
              Bootstrap.USUAL);
      assertThat(comparison.hasRegression()).as("seed %d: %s", seed, comparison).isFalse();
      assertThat(figure(comparison, "ttft.mean").verdict()).isEqualTo(Verdict.SAME);
    }
  }

  @Test
  void theIntervalHoldsTheRatioAndComesBackWithItsSeed() {
    List<KpiWindow> old = session("a", 1, 1);
    List<KpiWindow> now = session("b", 2, 1.1);
    SessionComparison first =
        SessionComparison.of(old, now, Tolerances.FIVE_PERCENT, Bootstrap.USUAL);
    SessionComparison again =
        SessionComparison.of(old, now, Tolerances.FIVE_PERCENT, Bootstrap.USUAL);

    assertThat(again).isEqualTo(first);
    for (FigureComparison figure : first.figures()) {
      assertThat(figure.ratio())
          .as(figure.figure())
          .isBetween(figure.interval().low(), figure.interval().high());
    }
    assertThat(figure(first, "ttft.mean").ratio()).isBetween(1.05, 1.15);
    assertThat(figure(first, "request_throughput").direction())
        .isEqualTo(Direction.HIGHER_IS_BETTER);
    assertThat(first.figures())
        .extracting(FigureComparison::figure)
        .containsExactly("request_throughput", "ttft.mean", "ttft.p50", "ttft.p95", "ttft.p99");
  }

  /** Of a hundred pairs of equal sessions the interval holds 1 in about 95. */
  @Test
  void theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
    int holds = 0;
    for (int seed = 0; seed < 100; seed++) {
      Interval interval =
          figure(
                  SessionComparison.of(
                      session("a", seed, 1),
                      session("b", 5_000 + seed, 1),
                      Tolerances.FIVE_PERCENT,
                      new Bootstrap(0.95, 200, seed)),
                  "ttft.mean")
              .interval();
      holds += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    assertThat(holds).isBetween(87, 100);
  }

  @Test
  void tooFewWindowsAreUnclear() {
    SessionComparison comparison =
        SessionComparison.of(
            session("a", 1, 1).subList(0, 4),
            session("b", 2, 3),
            Tolerances.FIVE_PERCENT,
            Bootstrap.USUAL);
    assertThat(figure(comparison, "ttft.mean").verdict()).isEqualTo(Verdict.UNCLEAR);
    assertThat(figure(comparison, "ttft.mean").interval().low()).isNaN();
  }

  @Test
  void tolerancesAreByFigureOrByKpi() {
    List<KpiWindow> old = session("a", 1, 1);
    List<KpiWindow> now = session("b", 2, 1.1);
    SessionComparison comparison =
        SessionComparison.of(
            old,
            now,
            new Tolerances(0.05, Map.of("ttft", 0.5, "ttft.mean", 0.02)),
            Bootstrap.USUAL);
    assertThat(figure(comparison, "ttft.mean").verdict()).isEqualTo(Verdict.WORSE);
    assertThat(figure(comparison, "ttft.p99").verdict()).isEqualTo(Verdict.SAME);
    assertThatThrownBy(() -> new Tolerances(5, Map.of("ttft", -1.0)))
        .hasMessageContaining("ttft: -1.0 is outside 0 to 10");
  }

  @Test
  void jobsOfTheSameNameArePairedAndOthersAreTold() {
    List<KpiWindow> old = new ArrayList<>(session("a", 1, 1));
    old.addAll(session("b", 2, 1));
    List<KpiWindow> now = new ArrayList<>(session("a", 3, 1));
    now.addAll(session("c", 4, 1));
    SessionComparison comparison =
        SessionComparison.of(old, now, Tolerances.FIVE_PERCENT, Bootstrap.USUAL);
    assertThat(comparison.figures())
        .extracting(figure -> figure.scope().getJob())
        .containsOnly("a");
    assertThat(comparison.onlyAfter()).containsExactly("request_throughput", "ttft");
    assertThat(comparison.onlyBefore()).containsExactly("request_throughput", "ttft");
  }

  @Test
  void aJobThatIsGoneIsToldThoughAnotherHasTheSameKpis() {
    List<KpiWindow> old = new ArrayList<>(session("a", 1, 1));
    old.addAll(session("b", 2, 1));
    SessionComparison comparison =
        SessionComparison.of(old, session("a", 3, 1), Tolerances.FIVE_PERCENT, Bootstrap.USUAL);
    assertThat(comparison.onlyBefore()).containsExactly("request_throughput", "ttft");
    assertThat(comparison.onlyAfter()).isEmpty();
  }

  @Test
  void nothingThatStaysNothingIsTheSame() {
    List<KpiWindow> idle = new ArrayList<>();
    List<KpiWindow> busy = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      idle.add(TestWindows.rate("request_abort_rate", "a", n, 0));
      busy.add(TestWindows.rate("request_abort_rate", "a", n, 3));
    }
    assertThat(
            SessionComparison.of(idle, idle, Tolerances.FIVE_PERCENT, Bootstrap.USUAL)
                .figures()
                .getFirst()
                .verdict())
        .isEqualTo(Verdict.SAME);
    assertThat(
            SessionComparison.of(idle, busy, Tolerances.FIVE_PERCENT, Bootstrap.USUAL)
                .figures()
                .getFirst()
                .verdict())
        .isEqualTo(Verdict.WORSE);
  }
}

package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final long T0 = 1_000_000_000_000L;

  private final WindowRig rig = new WindowRig();
  private final ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));

  @Test
  void aRestartedTaskReadsTheNextScrapeWithoutAKeyframe() {
    rig.accept(target.page(T0 + 1_000, "req_total 100", "depth 4"));
    rig.accept(target.page(T0 + 2_000, "req_total 103", "depth 6"));
    rig.restart();
    List<Scrape> next = target.page(T0 + 3_000, "req_total 105", "depth 8");
    assertThat(next.getFirst().getSeries()).isNull();

    assertThat(rig.accept(next)).containsExactly(Verdict.COUNTED);
    rig.closeAt(T0 + 13_000);
    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(5);
    assertThat(rig.kpi("depth", T0 + 10_000).getValues()).containsEntry("avg", 6.0);
  }

  @Test
  void aScrapeWhoseKeyframeWasNotSeenIsDroppedUntilTheNextOne() {
    target.page(T0 + 1_000, "req_total 100");

    assertThat(rig.accept(target.page(T0 + 2_000, "req_total 101")))
        .containsExactly(Verdict.NO_KEYFRAME);
    assertThat(rig.accept(target.page(T0 + 61_000, "req_total 102")))
        .containsExactly(Verdict.COUNTED);
  }

  @Test
  void changedRecipesKeepTheStateOfThoseThatAreTheSame() {
    rig.accept(target.page(T0 + 1_000, "req_total 100", "extra_total 70"));
    rig.restart(
        WindowRig.RECIPES
            + "  - {name: extra, help: h, unit: u, type: rate, metrics: [extra_total], query: q}\n");
    rig.accept(target.page(T0 + 2_000, "req_total 104", "extra_total 71"));
    rig.accept(target.moveTo(2).page(T0 + 3_000, "req_total 105", "extra_total 72"));
    rig.accept(target.page(T0 + 4_000, "req_total 105", "extra_total 75"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(5);
    assertThat(rig.increase("extra", T0 + 10_000)).isEqualTo(3);
  }

  @Test
  void aRecipeThatIsGoneGivesNoMoreKpis() {
    rig.accept(target.page(T0 + 1_000, "req_total 100", "depth 1"));
    rig.restart(
        """
        version: "2"
        recipes:
          - {name: depth, help: h, unit: requests, type: gauge, across: sum, metrics: [depth], query: q}
        """);
    rig.accept(target.page(T0 + 2_000, "req_total 104", "depth 3"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpis).hasSize(1);
    assertThat(rig.kpi("depth", T0 + 10_000).getValues()).containsEntry("avg", 2.0);
  }

  @Test
  void aScrapeInPartsIsOneScrape() {
    target.maxPartBytes(1_000);
    String padding = "x".repeat(600);
    for (int i = 1; i <= 3; i++) {
      List<Scrape> parts =
          target.page(
              T0 + i * 1_000L,
              "depth{a=\"1\",p=\"" + padding + "\"} " + i,
              "depth{a=\"2\",p=\"" + padding + "\"} 10",
              "req_total{p=\"" + padding + "\"} " + 7 * i);
      assertThat(parts).hasSize(3);
      assertThat(rig.accept(parts.subList(0, 1))).containsExactly(Verdict.PART);
      rig.restart();
      assertThat(rig.accept(parts.subList(1, 3))).containsExactly(Verdict.PART, Verdict.COUNTED);
    }
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(14);
    assertThat(rig.kpi("depth", T0 + 10_000).getValues())
        .containsEntry("avg", 12.0)
        .containsEntry("last", 13.0);
    assertThat(rig.kpi("depth", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(3);
  }

  @Test
  void aScrapeWithoutItsFirstPartIsIncomplete() {
    target.maxPartBytes(1_000);
    String padding = "x".repeat(600);
    rig.accept(target.page(T0 + 1_000, "a{p=\"" + padding + "\"} 1", "b{p=\"" + padding + "\"} 1"));
    List<Scrape> parts =
        target.page(T0 + 2_000, "a{p=\"" + padding + "\"} 1", "b{p=\"" + padding + "\"} 1");

    assertThat(rig.accept(parts.subList(1, 2))).containsExactly(Verdict.INCOMPLETE);
  }

  /** Whatever happens, a run with restarts anywhere gives what one without gives. */
  @Test
  void aRunWithRestartsEqualsOneWithout() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Scrape> records = new ArrayList<>();
    ScrapeMaker[] makers = new ScrapeMaker[3];
    for (int i = 0; i < makers.length; i++) {
      makers[i] = new ScrapeMaker("t" + i, "c1", "j" + i / 2, Duration.ofSeconds(1));
    }
    double[] counters = new double[makers.length];
    for (int second = 1; second < 120; second++) {
      for (int i = 0; i < makers.length; i++) {
        records.addAll(step(random, makers[i], counters, i, T0 + second * 1_000L + i));
      }
    }
    for (Scrape record : records) {
      rig.accept(List.of(record));
    }
    WindowRig restarted = new WindowRig();
    for (Scrape record : records) {
      if (random.nextInt(4) == 0) {
        restarted.restart();
      }
      restarted.accept(List.of(record));
    }
    rig.closeAt(T0 + 200_000);
    restarted.closeAt(T0 + 200_000);

    assertThat(restarted.kpis).as("seed %d", seed).isEqualTo(rig.kpis).isNotEmpty();
  }

  private static List<Scrape> step(
      Random random, ScrapeMaker maker, double[] counters, int i, long time) {
    int event = random.nextInt(20);
    counters[i] = event == 0 ? random.nextInt(5) : counters[i] + random.nextInt(100);
    if (event == 1) {
      return maker.without(time, ScrapeOutcome.CONNECTION_FAILURE);
    }
    if (event == 2) {
      maker.moveTo(time);
    }
    String request = "req_total " + counters[i];
    String depth = "depth " + random.nextInt(50) / 8.0;
    String extra = "code_total{code=\"" + random.nextInt(3) + "\"} " + counters[i] / 7;
    return event < 6 ? maker.page(time, request, depth, extra) : maker.page(time, request, depth);
  }
}

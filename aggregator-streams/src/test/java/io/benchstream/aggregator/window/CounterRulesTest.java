package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.ScrapeOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterRulesTest {
  private static final long T0 = 1_000_000_000_000L;

  private final WindowRig rig = new WindowRig();
  private final ScrapeMaker target = maker("t1");

  private static ScrapeMaker maker(String id) {
    return new ScrapeMaker(id, "c1", "j1", Duration.ofSeconds(1));
  }

  private void count(long at, double value) {
    rig.accept(target.page(T0 + at, "req_total " + value));
  }

  @Test
  void increaseIsLastInWindowMinusLastBeforeIt() {
    count(9_000, 100);
    count(11_000, 103);
    count(19_000, 110);
    count(21_000, 111);
    count(33_000, 120);

    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(10);
    assertThat(rig.increase("requests", T0 + 30_000)).isEqualTo(1);
  }

  @Test
  void increasesOfAdjacentWindowsAddUpToTheWhole() {
    for (int second = 1; second <= 73; second++) {
      count(second * 1_000L, second * second);
    }

    double sum = 0;
    for (int end = 10; end <= 60; end += 10) {
      sum += rig.increase("requests", T0 + end * 1_000L);
    }
    assertThat(sum).isEqualTo(60 * 60 - 1);
  }

  @Test
  void aScrapeAtTheEndOfAWindowBelongsToItAndNotToTheNext() {
    count(5_000, 1);
    count(10_000, 4);
    count(10_001, 9);
    count(23_000, 9);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(3);
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(5);
  }

  @Test
  void theFirstScrapeOfATargetIsABaseline() {
    count(1_000, 5_000);
    count(2_000, 5_007);
    count(13_000, 5_007);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(7);
  }

  @Test
  void aSeriesThatAppearsLateOnAKnownTargetCountsFromZero() {
    rig.accept(target.page(T0 + 1_000, "code_total{code=\"200\"} 50"));
    rig.accept(
        target.page(T0 + 2_000, "code_total{code=\"200\"} 51", "code_total{code=\"500\"} 3"));
    rig.closeAt(T0 + 13_000);

    assertThat(byCode("200")).isEqualTo(1);
    assertThat(byCode("500")).isEqualTo(3);
  }

  private double byCode(String code) {
    return rig.kpis.stream()
        .filter(kpi -> kpi.getScope().getLabels().equals(java.util.Map.of("code", code)))
        .mapToDouble(kpi -> kpi.getPartial().getIncrease())
        .sum();
  }

  @Test
  void aDropIsARestartFromZero() {
    count(1_000, 100);
    count(2_000, 130);
    count(3_000, 7);
    count(4_000, 9);
    count(13_000, 9);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(30 + 9);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getCounterResets()).isEqualTo(1);
  }

  @Test
  void aRestartBetweenTwoWindowsCountsInTheSecond() {
    count(1_000, 100);
    count(9_000, 140);
    count(11_000, 4);
    count(23_000, 4);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(40);
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(4);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getCounterResets()).isZero();
    assertThat(rig.kpi("requests", T0 + 20_000).getQuality().getCounterResets()).isEqualTo(1);
  }

  @Test
  void whatHappenedInAGapCountsWhereTheNextValueIs() {
    count(1_000, 100);
    count(2_000, 110);
    count(31_000, 400);
    count(43_000, 400);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(10);
    assertThat(rig.increase("requests", T0 + 20_000)).isZero();
    assertThat(rig.increase("requests", T0 + 30_000)).isZero();
    assertThat(rig.increase("requests", T0 + 40_000)).isEqualTo(290);
    assertThat(rig.kpi("requests", T0 + 40_000).getQuality().getGapMs()).isEqualTo(29_000);
  }

  @Test
  void aSeriesThatComesBackGoesOnFromItsLastValue() {
    rig.accept(target.page(T0 + 1_000, "req_total{a=\"1\"} 100", "req_total{a=\"2\"} 50"));
    rig.accept(target.page(T0 + 2_000, "req_total{a=\"1\"} 101"));
    rig.accept(target.page(T0 + 15_000, "req_total{a=\"1\"} 101", "req_total{a=\"2\"} 53"));
    rig.closeAt(T0 + 23_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(1);
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(3);
  }

  @Test
  void valuesThatAreNotFiniteDoNotCount() {
    count(1_000, 100);
    rig.accept(target.page(T0 + 2_000, "req_total NaN"));
    rig.accept(target.page(T0 + 3_000, "req_total stale"));
    rig.accept(target.page(T0 + 4_000, "req_total +Inf"));
    count(5_000, 108);
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(8);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getCounterResets()).isZero();
  }

  @Test
  void aCounterBeyondTwoToTheFiftyThirdKeepsItsDifferences() {
    double large = 0x1p60;
    rig.accept(target.page(T0 + 1_000, "req_total " + large));
    rig.accept(target.page(T0 + 2_000, "req_total " + (large + 1024)));
    rig.restart();
    rig.accept(target.page(T0 + 3_000, "req_total " + (large + 4096)));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(4096);
  }

  @Test
  void lateScrapesInsideTheGraceCountAndMoveTheBoundary() {
    count(5_000, 100);
    count(11_000, 130);
    assertThat(rig.accept(target.page(T0 + 9_000, "req_total 120")))
        .containsExactly(Verdict.COUNTED);
    count(23_000, 130);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(20);
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(10);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(2);
  }

  @Test
  void aLateScrapeBetweenTwoCountedOnesChangesNoCounter() {
    count(5_000, 100);
    count(9_000, 130);
    count(11_000, 150);
    rig.accept(target.page(T0 + 7_000, "req_total 110"));
    rig.closeAt(T0 + 23_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(30);
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(20);
  }

  @Test
  void lateScrapesAfterTheGraceAreDroppedAndTheirIncreaseComesWithTheNext() {
    count(5_000, 100);
    count(12_001, 130);
    assertThat(rig.accept(target.page(T0 + 9_000, "req_total 120"))).containsExactly(Verdict.LATE);
    rig.closeAt(T0 + 23_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isZero();
    assertThat(rig.increase("requests", T0 + 20_000)).isEqualTo(30);
  }

  @Test
  void aScrapeFromTheFutureIsDroppedAndClosesNothing() {
    count(5_000, 100);
    assertThat(rig.at(T0 + 6_000).accept(target.page(T0 + 3_600_000, "req_total 120")))
        .containsExactly(Verdict.FUTURE);
    count(7_000, 104);
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(4);
  }

  @Test
  void aTargetThatMovesBetweenWorkersGoesOn() {
    count(1_000, 100);
    count(2_000, 110);
    target.moveTo(2);
    count(3_000, 115);
    count(13_000, 115);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(15);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(3);
  }

  @Test
  void doubledScrapesOfAFencedOwnerAreDropped() {
    ScrapeMaker fenced = maker("t1");
    rig.accept(fenced.page(T0 + 1_000, "req_total 100"));
    target.moveTo(2);
    count(2_000, 110);
    assertThat(rig.accept(fenced.page(T0 + 2_100, "req_total 111")))
        .containsExactly(Verdict.FENCED);
    count(13_000, 112);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(10);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(2);
  }

  @Test
  void theSameScrapeTwiceCountsOnce() {
    count(1_000, 100);
    List<io.benchstream.schemas.Scrape> scrape = target.page(T0 + 2_000, "req_total 110");
    rig.accept(scrape);

    assertThat(rig.accept(scrape)).containsExactly(Verdict.DUPLICATE);
    rig.closeAt(T0 + 13_000);
    assertThat(rig.kpi("requests", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(2);
  }

  @Test
  void twoTargetsOfOneJobAddUp() {
    ScrapeMaker other = maker("t2");
    for (int second = 1; second <= 13; second++) {
      count(second * 1_000L, second);
      rig.accept(other.page(T0 + second * 1_000L + 500, "req_total " + 1_000 * second));
    }
    rig.closeAt(T0 + 13_000);

    KpiWindow kpi = rig.kpi("requests", T0 + 10_000);
    assertThat(kpi.getPartial().getIncrease()).isEqualTo(9 + 8_000);
    assertThat(kpi.getValues()).containsEntry("value", 8_009 / 10.0);
    assertThat(kpi.getQuality().getTargetsUp()).isEqualTo(2);
    assertThat(kpi.getQuality().getTargetsExpected()).isEqualTo(2);
  }

  @Test
  void aTargetThatWasGoneBeginsWithABaseline() {
    count(1_000, 100);
    count(2_000, 110);
    rig.accept(target.without(T0 + 3_000, ScrapeOutcome.REMOVED));
    count(5_000, 900);
    count(6_000, 902);
    count(13_000, 902);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(10 + 2);
  }

  @Test
  void ofAMetricUnderOldAndNewNameOnlyTheNewCounts() {
    rig.accept(target.page(T0 + 1_000, "req_total 100", "old_req_total 100"));
    rig.accept(target.page(T0 + 2_000, "req_total 105", "old_req_total 105"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(5);
  }

  @Test
  void aMetricUnderItsOldNameCounts() {
    rig.accept(target.page(T0 + 1_000, "old_req_total 100"));
    rig.accept(target.page(T0 + 2_000, "old_req_total 105"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.increase("requests", T0 + 10_000)).isEqualTo(5);
  }

  @Test
  void aRatioOfCountersIsTheQuotientOfTheirIncreases() {
    rig.accept(
        target.page(T0 + 1_000, "cpu_total{mode=\"idle\"} 10", "cpu_total{mode=\"user\"} 10"));
    rig.accept(
        target.page(
            T0 + 2_000, "cpu_total{mode=\"idle\"} 10.75", "cpu_total{mode=\"user\"} 10.25"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("busy", T0 + 10_000).getValues()).containsEntry("value", 0.25);
  }
}

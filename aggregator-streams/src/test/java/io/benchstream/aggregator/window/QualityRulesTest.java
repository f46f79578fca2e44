package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityRulesTest {
  private static final long T0 = 1_000_000_000_000L;

  private final WindowRig rig = new WindowRig();
  private final ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));

  private void scrape(long at) {
    rig.accept(target.page(T0 + at, "req_total " + at / 1_000));
  }

  private KpiQuality quality(long end) {
    return rig.kpi("requests", T0 + end).getQuality();
  }

  @Test
  void aFullWindowIsSeenAsExpected() {
    for (int second = 1; second <= 20; second++) {
      scrape(second * 1_000L - 300);
    }
    rig.closeAt(T0 + 23_000);

    assertThat(quality(20_000).getScrapesSeen()).isEqualTo(10);
    assertThat(quality(20_000).getScrapesExpected()).isEqualTo(10);
    assertThat(quality(20_000).getGapMs()).isEqualTo(1_000);
  }

  @Test
  void aTargetIsExpectedFromItsFirstScrapeOn() {
    for (int second = 6; second <= 10; second++) {
      scrape(second * 1_000L - 300);
    }
    rig.closeAt(T0 + 13_000);

    assertThat(quality(10_000).getScrapesSeen()).isEqualTo(5);
    assertThat(quality(10_000).getScrapesExpected()).isEqualTo(5);
  }

  @Test
  void failedScrapesAreExpectedAndNotSeen() {
    for (int second = 1; second <= 20; second++) {
      if (second >= 13 && second <= 15) {
        rig.accept(target.without(T0 + second * 1_000L - 300, ScrapeOutcome.TIMEOUT));
      } else {
        scrape(second * 1_000L - 300);
      }
    }
    rig.closeAt(T0 + 23_000);

    assertThat(quality(20_000).getScrapesSeen()).isEqualTo(7);
    assertThat(quality(20_000).getScrapesExpected()).isEqualTo(10);
    assertThat(quality(20_000).getGapMs()).isEqualTo(4_000);
    assertThat(quality(20_000).getTargetsUp()).isEqualTo(1);
  }

  @Test
  void aTargetThatFallsSilentIsExpectedForAWhileAndSeenAsDown() {
    scrape(8_700);
    scrape(9_700);
    rig.closeAt(T0 + 120_000);

    assertThat(quality(20_000).getScrapesSeen()).isZero();
    assertThat(quality(20_000).getScrapesExpected()).isEqualTo(10);
    assertThat(quality(20_000).getTargetsUp()).isZero();
    assertThat(quality(20_000).getTargetsExpected()).isEqualTo(1);
    assertThat(quality(20_000).getGapMs()).isEqualTo(10_300);
    assertThat(rig.kpis).hasSizeBetween(3, 6);
  }

  @Test
  void aRemovedTargetIsExpectedUpToItsRemoval() {
    for (int second = 1; second <= 14; second++) {
      scrape(second * 1_000L - 300);
    }
    rig.accept(target.without(T0 + 14_200, ScrapeOutcome.REMOVED));
    rig.closeAt(T0 + 100_000);

    assertThat(quality(20_000).getScrapesSeen()).isEqualTo(4);
    assertThat(quality(20_000).getScrapesExpected()).isEqualTo(4);
    assertThat(rig.kpis).hasSize(2);
    assertThat(rig.store.targets()).isZero();
  }

  @Test
  void aRemovedTargetGivesTheSameHoweverManyWindowsCloseAtATime() {
    WindowRig oneByOne = new WindowRig();
    WindowRig atOnce = new WindowRig();
    for (WindowRig each : List.of(oneByOne, atOnce)) {
      ScrapeMaker maker = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
      each.accept(maker.page(T0 + 8_950, "req_total 1"));
      each.accept(maker.page(T0 + 9_950, "req_total 2"));
      each.accept(maker.without(T0 + 10_040, ScrapeOutcome.REMOVED));
    }
    for (int second = 11; second <= 60; second++) {
      oneByOne.closeAt(T0 + second * 1_000L);
    }
    atOnce.closeAt(T0 + 60_000);

    assertThat(oneByOne.kpis).isEqualTo(atOnce.kpis).hasSize(2);
    assertThat(oneByOne.store.targets()).isZero();
  }

  @Test
  void anIntervalLongerThanTheWindowIsNotAGap() {
    ScrapeMaker slow = new ScrapeMaker("t2", "c1", "j2", Duration.ofSeconds(15));
    for (int i = 0; i < 5; i++) {
      rig.accept(slow.page(T0 + 1_000 + i * 15_000L, "req_total " + i));
    }
    rig.closeAt(T0 + 63_000);

    for (KpiWindow kpi : rig.kpis) {
      assertThat(kpi.getQuality().getScrapesSeen())
          .isEqualTo(kpi.getQuality().getScrapesExpected());
    }
    assertThat(rig.kpis).hasSize(6);
  }

  @Test
  void anOpenWindowGivesProvisionalValuesOverTheTimeThatHasPassed() {
    for (int second = 1; second <= 15; second++) {
      scrape(second * 1_000L);
    }
    rig.provisional();

    KpiWindow kpi = rig.kpi("requests", T0 + 20_000);
    assertThat(kpi.getStatus()).isEqualTo(WindowStatus.PROVISIONAL);
    assertThat(kpi.getPartial().getDurationMs()).isEqualTo(5_000);
    assertThat(kpi.getValues()).containsEntry("value", 1.0);
    assertThat(kpi.getQuality().getScrapesExpected()).isEqualTo(5);
  }

  @Test
  void theLastWindowOfAStoppedJobComesByTheWallClockAlone() {
    scrape(1_000);
    scrape(2_000);
    rig.closeAt(T0 + 12_000);
    assertThat(rig.kpis).isEmpty();
    rig.closeAt(T0 + 12_001);

    assertThat(rig.kpi("requests", T0 + 10_000).getStatus()).isEqualTo(WindowStatus.FINAL);
  }
}

package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GaugeRulesTest {
  private static final long T0 = 1_000_000_000_000L;

  private final WindowRig rig = new WindowRig();
  private final ScrapeMaker first = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
  private final ScrapeMaker second = new ScrapeMaker("t2", "c1", "j1", Duration.ofSeconds(1));

  @Test
  void totalsOfScrapesAndOfTargetsAddUp() {
    rig.accept(first.page(T0 + 1_000, "depth{q=\"a\"} 1", "depth{q=\"b\"} 3"));
    rig.accept(first.page(T0 + 2_000, "depth{q=\"a\"} 5", "depth{q=\"b\"} 3"));
    rig.accept(second.page(T0 + 1_500, "depth 10"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("depth", T0 + 10_000).getValues())
        .containsOnly(
            entry("min", 14.0), entry("max", 18.0), entry("avg", 16.0), entry("last", 18.0));
  }

  @Test
  void samplesCountEachForItselfAcrossAverages() {
    rig.accept(first.page(T0 + 1_000, "usage{g=\"0\"} 0.2", "usage{g=\"1\"} 0.4"));
    rig.accept(first.page(T0 + 2_000, "usage{g=\"0\"} 0.5", "usage{g=\"1\"} 0.7"));
    rig.accept(second.page(T0 + 1_500, "usage 0.9"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("usage", T0 + 10_000).getValues())
        .containsEntry("min", 0.2)
        .containsEntry("max", 0.9)
        .containsEntry("avg", (0.2 + 0.4 + (0.5 + 0.7) + 0.9) / 5)
        .containsEntry("last", (0.5 + 0.7 + 0.9) / 3);
  }

  @Test
  void noDataNumbersAndNanAndStaleMarkersAreLeftOut() {
    rig.accept(first.page(T0 + 1_000, "usage 9223372036854775794"));
    rig.accept(first.page(T0 + 2_000, "usage NaN"));
    rig.accept(first.page(T0 + 3_000, "usage stale"));
    rig.accept(first.page(T0 + 4_000, "usage +Inf"));
    rig.accept(first.page(T0 + 5_000, "usage 0.5"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("usage", T0 + 10_000).getValues())
        .containsOnly(entry("min", 0.5), entry("max", 0.5), entry("avg", 0.5), entry("last", 0.5));
    assertThat(rig.kpi("usage", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(5);
  }

  @Test
  void aSeriesThatGoesIsNotPartOfTheTotalAfterwards() {
    rig.accept(first.page(T0 + 1_000, "depth{q=\"a\"} 4", "depth{q=\"b\"} 2"));
    rig.accept(first.page(T0 + 2_000, "depth{q=\"a\"} 4"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("depth", T0 + 10_000).getValues())
        .containsEntry("last", 4.0)
        .containsEntry("avg", 5.0);
  }

  @Test
  void whatAGroupCameToIsKeptWhenItsLastSeriesGoesInMidWindow() {
    rig.accept(first.page(T0 + 1_000, "depth 4", "usage 0.1"));
    rig.accept(first.page(T0 + 2_000, "usage 0.1"));
    rig.closeAt(T0 + 13_000);
    rig.accept(first.page(T0 + 14_000, "usage 0.1"));
    rig.closeAt(T0 + 23_000);

    assertThat(rig.kpi("depth", T0 + 10_000).getValues()).containsEntry("avg", 4.0);
    assertThat(rig.kpis.stream().filter(kpi -> kpi.getKpi().equals("depth"))).hasSize(1);
  }

  @Test
  void aRatioOfGaugesIsOfTheScrapesThatHaveBoth() {
    rig.accept(first.page(T0 + 1_000, "used 1", "size 4"));
    rig.accept(first.page(T0 + 2_000, "used 100", "size NaN"));
    rig.accept(second.page(T0 + 3_000, "used 2", "size 4"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("filled", T0 + 10_000).getValues()).containsOnly(entry("value", 3.0 / 8));
  }

  @Test
  void lateGaugesCountButAreNotTheLast() {
    rig.accept(first.page(T0 + 1_000, "depth 1"));
    rig.accept(first.page(T0 + 3_000, "depth 3"));
    rig.accept(first.page(T0 + 2_000, "depth 8"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("depth", T0 + 10_000).getValues())
        .containsOnly(entry("min", 1.0), entry("max", 8.0), entry("avg", 4.0), entry("last", 3.0));
  }
}

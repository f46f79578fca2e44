package io.benchstream.kpi.window;

import static io.benchstream.kpi.window.TestWindows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.benchstream.schemas.KpiWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class KpiMergeTest {
  private static final double[] BOUNDS = {0.1, 1, Double.POSITIVE_INFINITY};

  @Test
  void aRateIsTheIncreaseOfTheWholeByItsTime() {
    KpiWindow merged =
        KpiMerge.merge(
            List.of(TestWindows.rate("r", "j", 1, 100), TestWindows.rate("r", "j", 2, 20)),
            T0,
            T0.plusSeconds(20));

    assertThat(merged.getValues()).containsExactlyEntriesOf(java.util.Map.of("value", 6.0));
    assertThat(merged.getQuality().getScrapesSeen()).isEqualTo(20);
    assertThat(merged.getQuality().getTargetsUp()).isEqualTo(1);
    assertThat(Coverage.of(merged).isLow()).isFalse();
  }

  @Test
  void quantilesAreOfTheMergedBucketsAndNoAverage() {
    KpiWindow merged =
        KpiMerge.merge(
            List.of(
                TestWindows.histogram("h", "j", 1, 5, BOUNDS, 99, 100, 100),
                TestWindows.histogram("h", "j", 2, 900, BOUNDS, 0, 1_000, 1_000)),
            T0,
            T0.plusSeconds(20));

    // rank 550 of 1100; 99 lie below 0.1
    assertThat(merged.getValues().get("p50"))
        .isCloseTo(0.1 + 0.9 * (550 - 99) / 1001.0, within(1e-12));
    assertThat(merged.getValues().get("mean")).isEqualTo(905.0 / 1100);
    assertThat(merged.getQuality().getBucketWidths()).containsEntry("p50", 0.9);
  }

  @Test
  void windowsThatAreMissingAreAGapAndLowCoverage() {
    KpiWindow merged =
        KpiMerge.merge(
            List.of(TestWindows.rate("r", "j", 1, 100), TestWindows.rate("r", "j", 4, 20)),
            T0,
            T0.plusSeconds(50));

    assertThat(merged.getValues()).containsEntry("value", 6.0);
    assertThat(merged.getQuality().getGapMs()).isEqualTo(20_000);
    assertThat(Coverage.of(merged)).isEqualTo(new Coverage(0.4)).hasToString("only 40 % seen");
  }

  @Test
  void missedScrapesAreLowCoverage() {
    KpiWindow window = TestWindows.rate("r", "j", 1, 100);
    window.getQuality().setScrapesSeen(9);
    assertThat(Coverage.of(window).isLow()).isFalse();
    window.getQuality().setScrapesSeen(8);
    assertThat(Coverage.of(window).isLow()).isTrue();
    assertThat(Coverage.of(window)).hasToString("only 80 % seen");
  }

  @Test
  void aKpiThatChangedItsUnitIsTheLaterOne() {
    KpiWindow old = TestWindows.rate("r", "j", 1, 100);
    old.setUnit("requests/min");
    KpiWindow merged =
        KpiMerge.merge(List.of(old, TestWindows.rate("r", "j", 2, 20)), T0, T0.plusSeconds(20));

    assertThat(merged.getValues()).containsEntry("value", 2.0);
    assertThat(Coverage.of(merged).ratio()).isEqualTo(0.5);
  }

  @Test
  void namesOfQuantilesComeBack() {
    for (double quantile : new double[] {0.5, 0.95, 0.99, 0.999}) {
      assertThat(KpiValues.quantile(KpiValues.name(quantile))).hasValue(quantile);
    }
    assertThat(KpiValues.quantile("mean")).isEmpty();
    assertThat(KpiValues.quantile("p100")).isEmpty();
  }
}

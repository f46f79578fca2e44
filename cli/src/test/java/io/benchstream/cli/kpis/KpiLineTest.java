package io.benchstream.cli.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KpiLineTest {
  @Test
  void valuesStandInTheOrderOfReading() {
    assertThat(KpiLine.values(Map.of("mean", 3.0, "p99", 2.0, "p50", 1.0)))
        .isEqualTo("p50 1  p99 2  mean 3");
    assertThat(KpiLine.values(Map.of("value", 13.456))).isEqualTo("13.46");
    assertThat(KpiLine.values(Map.of())).isEqualTo("-");
  }

  @Test
  void scopeNamesClusterJobAndLabels() {
    assertThat(KpiLine.scope(KpiScope.newBuilder().setCluster("c").build())).isEqualTo("c");
    assertThat(
            KpiLine.scope(
                KpiScope.newBuilder()
                    .setCluster("c")
                    .setJob("j")
                    .setLabels(Map.of("b", "2", "a", "1"))
                    .build()))
        .isEqualTo("c/j{a=1,b=2}");
  }

  @Test
  void qualitySaysWhatDisturbedAndThatTooLittleWasSeen() {
    KpiWindow kpi =
        KpiWindow.newBuilder()
            .setScope(KpiScope.newBuilder().setCluster("c").build())
            .setKpi("k")
            .setType(KpiType.RATE)
            .setUnit("requests/s")
            .setWindowStart(Instant.EPOCH)
            .setWindowEnd(Instant.ofEpochSecond(10))
            .setValues(Map.of())
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(9)
                    .setScrapesExpected(10)
                    .setTargetsUp(1)
                    .build())
            .setStatus(WindowStatus.FINAL)
            .setRecipeVersion("1")
            .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build())
            .build();
    assertThat(KpiLine.quality(kpi)).isEqualTo("9/10 scrapes");
    kpi.getQuality().setScrapesSeen(8);
    kpi.getQuality().setCounterResets(1);
    assertThat(KpiLine.quality(kpi)).isEqualTo("8/10 scrapes, 1 counter resets, only 80 % seen");
  }
}

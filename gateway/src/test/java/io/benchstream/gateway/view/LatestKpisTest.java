package io.benchstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatestKpisTest {
  private final LatestKpis kpis = new LatestKpis(3);

  @Test
  void theLatestWindowOfAScopeAndKpiHolds() {
    KpiWindow later = window("a", "ttft", 20, WindowStatus.PROVISIONAL);
    kpis.put(later);
    kpis.put(window("a", "ttft", 10, WindowStatus.FINAL));

    assertThat(kpis.find(null, null, null, Instant.EPOCH)).containsExactly(later);
  }

  @Test
  void aProvisionalValueDoesNotReplaceTheFinalOne() {
    KpiWindow last = window("a", "ttft", 10, WindowStatus.FINAL);
    kpis.put(window("a", "ttft", 10, WindowStatus.PROVISIONAL));
    kpis.put(last);
    kpis.put(window("a", "ttft", 10, WindowStatus.PROVISIONAL));

    assertThat(kpis.find(null, null, null, Instant.EPOCH)).containsExactly(last);
  }

  @Test
  void filtersByClusterJobKpiAndTime() {
    KpiWindow wanted = window("a", "ttft", 20, WindowStatus.FINAL);
    kpis.put(wanted);
    kpis.put(window("a", "itl", 10, WindowStatus.FINAL));
    kpis.put(window("b", "ttft", 20, WindowStatus.FINAL));

    assertThat(kpis.find("a", "7", "ttft", Instant.EPOCH)).containsExactly(wanted);
    assertThat(kpis.find("a", "8", null, Instant.EPOCH)).isEmpty();
    assertThat(kpis.find("a", null, null, Instant.ofEpochSecond(15))).containsExactly(wanted);
  }

  @Test
  void beyondTheBoundTheOldestGoes() {
    for (int i = 1; i <= 5; i++) {
      kpis.put(window("c" + i, "ttft", i, WindowStatus.FINAL));
    }
    List<KpiWindow> left = kpis.find(null, null, null, Instant.EPOCH);

    assertThat(left)
        .extracting(kpi -> kpi.getScope().getCluster())
        .containsExactly("c3", "c4", "c5");
  }

  private static KpiWindow window(String cluster, String kpi, long end, WindowStatus status) {
    return KpiWindow.newBuilder()
        .setScope(KpiScope.newBuilder().setCluster(cluster).setJob("7").build())
        .setKpi(kpi)
        .setType(KpiType.RATE)
        .setUnit("requests/s")
        .setWindowStart(Instant.ofEpochSecond(end - 1))
        .setWindowEnd(Instant.ofEpochSecond(end))
        .setValues(Map.of("value", (double) end))
        .setQuality(
            KpiQuality.newBuilder().setScrapesSeen(1).setScrapesExpected(1).setTargetsUp(1).build())
        .setStatus(status)
        .setRecipeVersion("1")
        .setPartial(KpiPartial.newBuilder().setDurationMs(1_000).build())
        .build();
  }
}

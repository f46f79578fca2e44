package io.benchstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestKpisTest {
  private final LatestKpis kpis = new LatestKpis(3);

  @Test
  void theLatestWindowOfAScopeAndKpiHolds() {
    KpiWindow later = window("a", "ttft", 20, WindowStatus.PROVISIONAL);
    kpis.put(later);
    kpis.put(window("a", "ttft", 10, WindowStatus.FINAL));

    assertThat(find(null, null, null, null, Instant.EPOCH)).containsExactly(later);
  }

  @Test
  void aProvisionalValueDoesNotReplaceTheFinalOne() {
    KpiWindow last = window("a", "ttft", 10, WindowStatus.FINAL);
    kpis.put(window("a", "ttft", 10, WindowStatus.PROVISIONAL));
    kpis.put(last);
    kpis.put(window("a", "ttft", 10, WindowStatus.PROVISIONAL));

    assertThat(find(null, null, null, null, Instant.EPOCH)).containsExactly(last);
  }

  @Test
  void filtersByClusterJobKpiAndTime() {
    KpiWindow wanted = window("a", "ttft", 20, WindowStatus.FINAL);
    kpis.put(wanted);
    kpis.put(window("a", "itl", 10, WindowStatus.FINAL));
    kpis.put(window("b", "ttft", 20, WindowStatus.FINAL));

    assertThat(find("a", "7", "ttft", null, Instant.EPOCH)).containsExactly(wanted);
    assertThat(find("a", "8", null, null, Instant.EPOCH)).isEmpty();
    assertThat(find("a", null, null, null, Instant.ofEpochSecond(15))).containsExactly(wanted);
    assertThat(find(null, null, "ttft", "a/7", Instant.EPOCH)).containsExactly(wanted);
    assertThat(find(null, null, null, "a", Instant.EPOCH)).isEmpty();
  }

  @Test
  void beyondTheBoundTheOldestGoes() {
    for (int i = 1; i <= 5; i++) {
      kpis.put(window("c" + i, "ttft", i, WindowStatus.FINAL));
    }
    List<KpiWindow> left = find(null, null, null, null, Instant.EPOCH);

    assertThat(left)
        .extracting(kpi -> kpi.getScope().getCluster())
        .containsExactly("c3", "c4", "c5");
  }

  @Test
  void whatIsHeardOfStays() {
    for (int i = 1; i <= 5; i++) {
      kpis.put(window("c0", "ttft", 10 + i, WindowStatus.FINAL));
      kpis.put(window("c" + i, "ttft", 20, WindowStatus.FINAL));
    }

    assertThat(find(null, null, null, null, Instant.EPOCH))
        .extracting(kpi -> kpi.getScope().getCluster())
        .containsExactly("c0", "c4", "c5");
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (int i = 1; i <= 3; i++) {
      kpis.put(window("c" + i, "ttft", i, WindowStatus.FINAL));
    }
    LatestKpis.Filter all = new LatestKpis.Filter(null, null, null, null, null, Instant.EPOCH);

    Page<KpiWindow> first = kpis.find(all, null, 2);
    Page<KpiWindow> second = kpis.find(all, first.next().orElseThrow(), 2);

    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).extracting(kpi -> kpi.getScope().getCluster()).containsExactly("c3");
    assertThat(second.next()).isEmpty();
    assertThat(kpis.find(all, null, 3).next()).isEmpty();
  }

  @Test
  void bucketsAreNotHeld() {
    KpiWindow window = window("a", "ttft", 10, WindowStatus.FINAL);
    window.setPartial(
        KpiPartial.newBuilder()
            .setDurationMs(1_000)
            .setBuckets(List.of(Bucket.newBuilder().setUpperBound(1).setIncrease(2).build()))
            .build());
    kpis.put(window);

    assertThat(find("a", null, null, null, Instant.EPOCH).getFirst().getPartial().getBuckets())
        .isEmpty();
  }

  private List<KpiWindow> find(
      @Nullable String cluster,
      @Nullable String job,
      @Nullable String kpi,
      @Nullable String scope,
      Instant since) {
    return kpis.find(new LatestKpis.Filter(cluster, job, kpi, scope, null, since), null, 100)
        .items();
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

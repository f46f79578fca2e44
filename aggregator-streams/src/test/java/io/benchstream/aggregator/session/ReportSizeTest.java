package io.benchstream.aggregator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportSizeTest {
  private static SessionReport report(int kpis, int buckets) {
    List<KpiWindow> all = new ArrayList<>();
    for (int i = 0; i < kpis; i++) {
      List<Bucket> of = new ArrayList<>();
      for (int bucket = 0; bucket < buckets; bucket++) {
        of.add(new Bucket((double) bucket, (double) bucket));
      }
      all.add(
          KpiWindow.newBuilder()
              .setScope(new KpiScope("c", "job" + i, Map.of()))
              .setKpi("ttft")
              .setType(KpiType.HISTOGRAM)
              .setUnit("seconds")
              .setWindowStart(Instant.EPOCH)
              .setWindowEnd(Instant.ofEpochSecond(10))
              .setValues(Map.of("p50", 1.0))
              .setQuality(
                  KpiQuality.newBuilder()
                      .setScrapesSeen(1)
                      .setScrapesExpected(1)
                      .setTargetsUp(1)
                      .build())
              .setStatus(WindowStatus.FINAL)
              .setRecipeVersion("1")
              .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).setBuckets(of).build())
              .build());
    }
    return SessionReport.newBuilder()
        .setSessionId("s")
        .setWindowStart(Instant.EPOCH)
        .setWindowEnd(Instant.ofEpochSecond(10))
        .setCreatedAt(Instant.EPOCH)
        .setKpis(all)
        .setRecipeVersion("1")
        .build();
  }

  @Test
  void aReportThatFitsStaysAsItIs() {
    assertThat(ReportSize.fit(report(100, 30))).isEqualTo(report(100, 30));
  }

  @Test
  void aLargerOneGoesWithoutBucketsAndKeepsEveryKpi() throws Exception {
    SessionReport fitted = ReportSize.fit(report(3_000, 30));
    assertThat(fitted.getKpis()).hasSize(3_000);
    assertThat(fitted.getKpisLeftOut()).isZero();
    assertThat(fitted.getKpis()).allMatch(kpi -> kpi.getPartial().getBuckets().isEmpty());
    assertThat(fitted.getKpis()).allMatch(kpi -> kpi.getValues().containsKey("p50"));
    assertThat(fitted.toByteBuffer().remaining()).isLessThan(900_001);
  }

  @Test
  void oneThatIsTooLargeEvenSoLosesItsLastKpisAndSaysHowMany() throws Exception {
    SessionReport part = report(15_000, 2);
    part.setKpisLeftOut(7); // by the partition that it comes from
    SessionReport fitted = ReportSize.fit(part);
    assertThat(fitted.getKpis()).hasSizeBetween(1_000, 14_999);
    assertThat(fitted.getKpisLeftOut()).isEqualTo(15_000 - fitted.getKpis().size() + 7);
    assertThat(fitted.getKpis().getFirst().getScope().getJob()).isEqualTo("job0");
    assertThat(fitted.toByteBuffer().remaining()).isLessThan(900_001);
  }
}

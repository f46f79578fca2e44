package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiWindow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistogramRulesTest {
  private static final long T0 = 1_000_000_000_000L;

  private final WindowRig rig = new WindowRig();
  private final ScrapeMaker first = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
  private final ScrapeMaker second = new ScrapeMaker("t2", "c1", "j1", Duration.ofSeconds(1));

  private static String bucket(String le, double value) {
    return "lat_seconds_bucket{le=\"" + le + "\"} " + value;
  }

  @Test
  void quantilesAreOfTheIncreasesAndCarryTheirBucketWidth() {
    rig.accept(
        first.page(
            T0 + 1_000,
            bucket("0.1", 1_000),
            bucket("0.5", 1_000),
            bucket("+Inf", 1_000),
            "lat_seconds_sum 5",
            "lat_seconds_count 1000"));
    rig.accept(
        first.page(
            T0 + 2_000,
            bucket("0.1", 1_050),
            bucket("0.5", 1_100),
            bucket("+Inf", 1_100),
            "lat_seconds_sum 25",
            "lat_seconds_count 1100"));
    rig.closeAt(T0 + 13_000);

    KpiWindow kpi = rig.kpi("latency", T0 + 10_000);
    assertThat(kpi.getValues().get("p50")).isEqualTo(0.1);
    assertThat(kpi.getValues().get("p95")).isCloseTo(0.46, within(1e-12));
    assertThat(kpi.getValues().get("mean")).isEqualTo(0.2);
    assertThat(kpi.getQuality().getBucketWidths()).containsEntry("p95", 0.4);
    assertThat(kpi.getQuality().getBucketWidths()).containsEntry("p50", 0.1);
  }

  @Test
  void bucketsThatDifferBetweenReplicasAreAddedBoundByBound() {
    for (int i = 0; i <= 1; i++) {
      rig.accept(
          first.page(
              T0 + 1_000 + i, bucket("0.1", 2 * i), bucket("1.0", 4 * i), bucket("+Inf", 4 * i)));
      rig.accept(
          second.page(
              T0 + 1_000 + i, bucket("0.5", 3 * i), bucket("1", 5 * i), bucket("+Inf", 6 * i)));
    }
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("latency", T0 + 10_000).getPartial().getBuckets())
        .containsExactly(
            new Bucket(0.1, 2.0),
            new Bucket(0.5, 3.0),
            new Bucket(1.0, 9.0),
            new Bucket(Double.POSITIVE_INFINITY, 10.0));
  }

  @Test
  void aHistogramWithoutInfHasAMeanAndNoQuantiles() {
    rig.accept(
        first.page(T0 + 1_000, bucket("0.1", 0), "lat_seconds_sum 0", "lat_seconds_count 0"));
    rig.accept(
        first.page(T0 + 2_000, bucket("0.1", 4), "lat_seconds_sum 2", "lat_seconds_count 8"));
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("latency", T0 + 10_000).getValues()).containsOnlyKeys("mean");
  }

  @Test
  void aHistogramWithoutObservationsHasNoValues() {
    for (int i = 1; i <= 2; i++) {
      rig.accept(
          first.page(
              T0 + i * 1_000L,
              bucket("0.1", 7),
              bucket("+Inf", 9),
              "lat_seconds_sum 2",
              "lat_seconds_count 9"));
    }
    rig.closeAt(T0 + 13_000);

    assertThat(rig.kpi("latency", T0 + 10_000).getValues()).isEmpty();
    assertThat(rig.kpi("latency", T0 + 10_000).getQuality().getScrapesSeen()).isEqualTo(2);
  }

  @Test
  void aProcessThatRestartsIsOneResetAndNotOneForEachBucket() {
    rig.accept(first.page(T0 + 1_000, bucket("0.1", 5), bucket("1", 8), bucket("+Inf", 9)));
    rig.accept(first.page(T0 + 2_000, bucket("0.1", 1), bucket("1", 2), bucket("+Inf", 2)));
    rig.closeAt(T0 + 13_000);

    KpiWindow kpi = rig.kpi("latency", T0 + 10_000);
    assertThat(kpi.getQuality().getCounterResets()).isEqualTo(1);
    assertThat(kpi.getPartial().getBuckets())
        .containsExactly(
            new Bucket(0.1, 1.0), new Bucket(1.0, 2.0), new Bucket(Double.POSITIVE_INFINITY, 2.0));
  }
}

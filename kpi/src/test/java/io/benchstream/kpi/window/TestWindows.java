package io.benchstream.kpi.window;

import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Windows of ten seconds. */
public final class TestWindows {
  public static final Instant T0 = Instant.ofEpochSecond(1_000_000_000);

  private TestWindows() {}

  /** The n-th window of a rate with the increase. */
  public static KpiWindow rate(String kpi, String job, int n, double increase) {
    return window(
        kpi,
        job,
        KpiType.RATE,
        "requests/s",
        n,
        KpiPartial.newBuilder().setDurationMs(10_000).setIncrease(increase).build());
  }

  /** The n-th window of a histogram of seconds. */
  public static KpiWindow histogram(
      String kpi, String job, int n, double sum, double[] bounds, double... cumulative) {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < bounds.length; i++) {
      buckets.add(new Bucket(bounds[i], cumulative[i]));
    }
    return window(
        kpi,
        job,
        KpiType.HISTOGRAM,
        "seconds",
        n,
        KpiPartial.newBuilder()
            .setDurationMs(10_000)
            .setSum(sum)
            .setCount(cumulative[bounds.length - 1])
            .setBuckets(buckets)
            .build());
  }

  private static KpiWindow window(
      String kpi, String job, KpiType type, String unit, int n, KpiPartial partial) {
    KpiValues values = KpiValues.of(type, List.of(0.5, 0.95, 0.99), partial);
    return KpiWindow.newBuilder()
        .setScope(new KpiScope("c1", job, Map.of()))
        .setKpi(kpi)
        .setType(type)
        .setUnit(unit)
        .setWindowStart(T0.plusSeconds(10L * (n - 1)))
        .setWindowEnd(T0.plusSeconds(10L * n))
        .setValues(values.values())
        .setQuality(
            KpiQuality.newBuilder()
                .setScrapesSeen(10)
                .setScrapesExpected(10)
                .setTargetsUp(1)
                .setTargetsExpected(1)
                .setBucketWidths(values.bucketWidths())
                .build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1")
        .setPartial(partial)
        .build();
  }
}

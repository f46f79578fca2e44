package io.benchstream.publisher.kpis;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpiSeriesTest {
  @Test
  void aHistogramGivesItsQuantilesItsMeanAndItsQuality() {
    KpiWindow window =
        window("ttft", "seconds", Map.of("p50", 0.1, "p95", 0.2, "p99", 0.4, "mean", 0.15))
            .setType(KpiType.HISTOGRAM)
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(9)
                    .setScrapesExpected(10)
                    .setTargetsUp(2)
                    .setTargetsExpected(3)
                    .setCounterResets(1)
                    .setGapMs(2500)
                    .setBucketWidths(Map.of("p50", 0.05, "p99", Double.NaN))
                    .build())
            .build();

    assertThat(texts(window))
        .containsExactly(
            "{__name__=\"benchstream:ttft_seconds\",cluster=\"alpha\",job=\"j1\",model=\"m\",stat=\"mean\"} 0.15",
            "{__name__=\"benchstream:ttft_seconds\",cluster=\"alpha\",job=\"j1\",model=\"m\",quantile=\"0.5\"} 0.1",
            "{__name__=\"benchstream:ttft_seconds\",cluster=\"alpha\",job=\"j1\",model=\"m\",quantile=\"0.95\"} 0.2",
            "{__name__=\"benchstream:ttft_seconds\",cluster=\"alpha\",job=\"j1\",model=\"m\",quantile=\"0.99\"} 0.4",
            "{__name__=\"benchstream:kpi_coverage_ratio\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\"} 0.9",
            "{__name__=\"benchstream:kpi_targets_up\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\"} 2.0",
            "{__name__=\"benchstream:kpi_targets_expected\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\"} 3.0",
            "{__name__=\"benchstream:kpi_counter_resets\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\"} 1.0",
            "{__name__=\"benchstream:kpi_gap_seconds\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\"} 2.5",
            "{__name__=\"benchstream:kpi_bucket_width\",cluster=\"alpha\",job=\"j1\",kpi=\"ttft\",model=\"m\",quantile=\"0.5\"} 0.05");
  }

  @Test
  void valuesAndQualityTellTheSession() {
    KpiWindow window = window("ttft", "seconds", Map.of("p50", 0.1)).build();

    assertThat(KpiSeries.of(window, Map.of("session", "s1", "session_model", "llama")))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            sample -> {
              assertThat(sample.labels().get("session")).isEqualTo("s1");
              assertThat(sample.labels().get("session_model")).isEqualTo("llama");
              assertThat(sample.labels().get("job")).isEqualTo("j1");
            });
  }

  @Test
  void quantilesAreReadAsPercent() {
    List<String> samples =
        texts(window("ttft", "seconds", Map.of("p99.9", 0.1, "p5", 0.2, "p100", 0.3)).build());

    assertThat(samples.toString())
        .contains("quantile=\"0.999\"} 0.1", "quantile=\"0.05\"} 0.2", "quantile=\"1.0\"} 0.3");
  }

  @Test
  void aSingleValueNeedsNoLabel() {
    KpiWindow window = window("request_throughput", "requests/s", Map.of("value", 12.5)).build();

    assertThat(texts(window).getFirst())
        .isEqualTo(
            "{__name__=\"benchstream:request_throughput_requests_per_second\",cluster=\"alpha\",job=\"j1\",model=\"m\"} 12.5");
  }

  @Test
  void aProvisionalWindowIsASeriesOfItsOwn() {
    KpiWindow window =
        window("x", "", Map.of("value", 1.0)).setStatus(WindowStatus.PROVISIONAL).build();

    assertThat(texts(window))
        .allSatisfy(text -> assertThat(text).contains("status=\"provisional\""));
  }

  @Test
  void aClusterKpiHasNoJobAndOddLabelNamesAreMadeSafe() {
    KpiScope scope = new KpiScope("alpha", null, Map.of("my-label", "a", "9x", "b", "empty", ""));
    KpiWindow window = window("x", "", Map.of("value", 1.0)).setScope(scope).build();

    assertThat(texts(window).getFirst())
        .isEqualTo("{_9x=\"b\",__name__=\"benchstream:x\",cluster=\"alpha\",my_label=\"a\"} 1.0");
  }

  @Test
  void whatWasNotSeenOrExpectedIsNotMadeUp() {
    KpiWindow window =
        window("x", "", Map.of("value", Double.NaN))
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(0)
                    .setScrapesExpected(0)
                    .setTargetsUp(0)
                    .build())
            .build();

    assertThat(texts(window)).noneMatch(text -> text.contains("benchstream:x"));
    assertThat(texts(window)).noneMatch(text -> text.contains("coverage"));
  }

  @ParameterizedTest
  @CsvSource({
    "ttft, seconds, benchstream:ttft_seconds",
    "ttft_seconds, seconds, benchstream:ttft_seconds",
    "kv_cache_usage, ratio, benchstream:kv_cache_usage_ratio",
    "output_tokens_per_second, tokens/s, benchstream:output_tokens_per_second",
    "requests_per_second, requests/s, benchstream:requests_per_second",
    "gpu_power, watts, benchstream:gpu_power_watts",
    "ray_tasks, count, benchstream:ray_tasks",
    "energy, joules/token, benchstream:energy_joules_per_token",
    "odd-name, 'a b', benchstream:odd_name_a_b"
  })
  void theUnitIsTheSuffix(String kpi, String unit, String metric) {
    assertThat(KpiNames.metric(kpi, unit)).isEqualTo(metric);
  }

  private static KpiWindow.Builder window(String kpi, String unit, Map<String, Double> values) {
    return KpiWindow.newBuilder()
        .setScope(new KpiScope("alpha", "j1", Map.of("model", "m")))
        .setKpi(kpi)
        .setType(KpiType.RATE)
        .setUnit(unit)
        .setWindowStart(Instant.ofEpochSecond(10))
        .setWindowEnd(Instant.ofEpochSecond(20))
        .setValues(values)
        .setQuality(
            KpiQuality.newBuilder().setScrapesSeen(1).setScrapesExpected(1).setTargetsUp(1).build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1")
        .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build());
  }

  private static List<String> texts(KpiWindow window) {
    return KpiSeries.of(window, Map.of()).stream()
        .map(sample -> sample.labels() + " " + sample.value())
        .toList();
  }
}

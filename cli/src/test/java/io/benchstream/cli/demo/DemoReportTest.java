package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SELECTOR = "cluster=\"c\",job=\"j\"";

  private final List<String> queries = new ArrayList<>();
  private final DemoReport report =
      new DemoReport(
          new RecipeLoader().defaults(),
          T0,
          T0.plusSeconds(20),
          (query, at) -> {
            queries.add(query);
            assertThat(at).isEqualTo(T0.plusSeconds(20));
            return OptionalDouble.of(7);
          });

  private static KpiWindow window(String kpi, int startSecond, KpiPartial partial) {
    partial.setDurationMs(10_000);
    Recipe recipe = new RecipeLoader().defaults().find(kpi).orElseThrow();
    return KpiWindow.newBuilder()
        .setScope(KpiScope.newBuilder().setCluster("c").setJob("j").build())
        .setKpi(kpi)
        .setType(recipe.type())
        .setUnit(recipe.unit())
        .setWindowStart(T0.plusSeconds(startSecond))
        .setWindowEnd(T0.plusSeconds(startSecond + 10))
        .setValues(KpiValues.of(recipe.type(), recipe.quantiles(), partial).values())
        .setQuality(
            KpiQuality.newBuilder()
                .setScrapesSeen(9)
                .setScrapesExpected(10)
                .setTargetsUp(1)
                .setCounterResets(1)
                .build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1")
        .setPartial(partial)
        .build();
  }

  private static KpiPartial rate(double increase) {
    return KpiPartial.newBuilder().setDurationMs(0).setIncrease(increase).build();
  }

  private static KpiPartial buckets(double first, double second) {
    return KpiPartial.newBuilder()
        .setDurationMs(0)
        .setSum(first)
        .setCount(second)
        .setBuckets(
            List.of(
                new Bucket(0.1, first),
                new Bucket(0.2, second),
                new Bucket(Double.POSITIVE_INFINITY, second)))
        .build();
  }

  private List<Section> sections(List<String> kpis, List<KpiWindow> windows) {
    return report.sections(kpis, windows, SELECTOR, (kpi, stat) -> OptionalDouble.empty());
  }

  @Test
  void valueOfTheWholeIsTheMergeOfItsWindows() {
    List<Section> sections =
        sections(
            List.of("request_throughput"),
            List.of(
                window("request_throughput", 10, rate(30)),
                window("request_throughput", 0, rate(10)),
                window("request_throughput", 20, rate(1000))));
    Figure figure = sections.getFirst().figures().getFirst();
    assertThat(figure.value()).hasValue(2.0);
    assertThat(figure.store()).hasValue(7.0);
    assertThat(queries)
        .containsExactly(
            "sum(increase(vllm:request_success_total{cluster=\"c\",job=\"j\",finished_reason!=\"abort\"}[20000ms])) / 20.0");
    SpanKpi span = sections.getFirst().span().orElseThrow();
    assertThat(span.windows()).isEqualTo(2);
    KpiQuality quality = span.whole().getQuality();
    assertThat(quality.getScrapesSeen()).isEqualTo(18);
    assertThat(quality.getScrapesExpected()).isEqualTo(20);
    assertThat(quality.getCounterResets()).isEqualTo(2);
  }

  @Test
  void quantilesHaveTheirBucketWidthAndQuery() {
    List<Section> sections =
        sections(
            List.of("ttft"),
            List.of(window("ttft", 0, buckets(0, 50)), window("ttft", 10, buckets(0, 50))));
    Figure median = sections.getFirst().figures().getFirst();
    assertThat(median.stat()).isEqualTo("p50");
    assertThat(median.value().getAsDouble()).isCloseTo(0.15, within(1e-12));
    assertThat(median.bucketWidth()).isCloseTo(0.1, within(1e-12));
    assertThat(queries.getFirst()).startsWith("histogram_quantile(0.5, ");
    assertThat(sections.getFirst().figures())
        .extracting(Figure::stat)
        .containsExactly("p50", "p95", "p99", "mean");
    assertThat(sections.getFirst().figures().getLast().store()).isEmpty();
  }

  @Test
  void kpiThatDoesNotCoverTheWholeTimeIsMissing() {
    List<Section> sections =
        sections(
            List.of("ttft", "request_throughput"),
            List.of(window("request_throughput", 0, rate(10))));
    assertThat(sections).allSatisfy(section -> assertThat(section.holds()).isFalse());
    assertThat(sections).allSatisfy(section -> assertThat(section.figures()).isEmpty());
  }

  @Test
  void everyKpiOfTheDemoHasARecipeAndThoseOfTheJobATruth() {
    for (String kpi : DemoKpis.OF_JOB) {
      assertThat(new RecipeLoader().defaults().find(kpi)).as(kpi).isPresent();
    }
    for (String kpi : DemoKpis.OF_MACHINE) {
      assertThat(new RecipeLoader().defaults().find(kpi)).as(kpi).isPresent();
    }
  }
}

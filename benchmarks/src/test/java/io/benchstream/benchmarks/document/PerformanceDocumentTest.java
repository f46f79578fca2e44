package io.benchstream.benchmarks.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.benchmarks.plan.Axis;
import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Scenario;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.Environment;
import io.benchstream.benchmarks.result.Result;
import io.benchstream.benchmarks.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceDocumentTest {
  private static final String USUAL = Scenario.usual().name();

  private final Map<String, Result> results = new TreeMap<>();

  private void measured(String step, String commit, Map<String, Double> figures) {
    measured(step, commit, figures, Map.of());
  }

  private void measured(
      String step,
      String commit,
      Map<String, Double> figures,
      Map<String, Distribution> distributions) {
    results.put(
        step,
        new Result(
            "benchmarks/" + step,
            List.of("--measure", "60s"),
            Instant.parse("2026-01-02T03:04:05Z"),
            new Environment(
                commit, "a CPU", 2, 2_048, "Linux 6", "a JVM", Map.of("vmagent", "1.79.5")),
            new TreeMap<>(figures),
            new TreeMap<>(distributions)));
  }

  private String text() throws IOException {
    return PerformanceDocument.text(new Results(results));
  }

  private String section(String name) {
    return PerformanceDocument.text("{{table %s}}".formatted(name), new Results(results));
  }

  @Test
  void withoutResultsEverythingIsNotMeasured() throws IOException {
    assertThat(text())
        .contains("Nothing was measured yet.")
        .contains("| CPU for a sample | not measured | not measured | not measured |")
        .doesNotContain("{{")
        .doesNotContain("NaN");
  }

  @Test
  void comparesWorkerAndPeers() {
    measured(
        USUAL, "abc", Map.of("worker.cpu_us", 0.15, "vmagent.cpu_us", 0.9, "broker.cpu_us", 0.05));

    assertThat(section("scrape"))
        .contains("| CPU for a sample | 0.150 µs | 0.900 µs | not measured |")
        .contains("| times the worker's |  | 6.0 | not measured | 5 times |")
        .contains("| the broker's CPU for a sample, beside it | 0.050 µs |")
        .contains("Measured at commit `abc` on 2026-01-02.");
  }

  @Test
  void aSideThatDidNotAllOfTheWorkHasNoRatio() {
    Map<String, Double> figures =
        new TreeMap<>(
            Map.of(
                "load.samples_per_second",
                1_000.0,
                "worker.cpu_us",
                0.1,
                "worker.samples_per_second",
                999.0,
                "vmagent.cpu_us",
                0.4,
                "vmagent.samples_per_second",
                1_000.0,
                "vmagent.sent_percent",
                81.3,
                "prometheus.cpu_us",
                0.5,
                "prometheus.samples_per_second",
                900.0));
    measured(USUAL, "abc", figures);
    assertThat(section("scrape"))
        .contains(
            "| times the worker's |  | vmagent keeps up with 81 % | prometheus keeps up with 90 % |")
        .contains("| of what it took, sent to the sink |  | 81.3 % | not measured | 100 % |");

    measured(Plan.SAME_MINUTE, "abc", Map.of("worker.cpu_us", 0.2, "vmagent.cpu_us", 1.1));
    assertThat(section("scrape"))
        .contains("| times the worker's, over the same minute |  | 5.5 |  | 5 times |");

    figures.put("prometheus.samples_per_second", 985.0);
    measured(USUAL, "abc", figures);
    assertThat(section("matrix")).contains("| vmagent keeps up with 81 % | 5.0 |");

    figures.put("worker.samples_per_second", 500.0);
    measured(USUAL, "abc", figures);
    assertThat(section("matrix")).contains("| worker keeps up with 50 % |");
  }

  @Test
  void workersAndAggregatorHaveNoRatioEither() {
    measured(
        Plan.WORKERS,
        "abc",
        Map.of(
            "load.samples_per_second",
            1_000.0,
            "workers_1.samples_per_second",
            1_000.0,
            "workers_1.cpu_us",
            0.1,
            "workers_2.samples_per_second",
            1_000.0,
            "workers_2.cpu_us",
            0.12,
            "workers_4.samples_per_second",
            700.0,
            "workers_4.cpu_us",
            0.2));
    measured(
        Plan.AGGREGATOR,
        "abc",
        Map.of(
            "load.samples_per_second",
            1_000.0,
            "worker.cpu_us",
            0.1,
            "aggregator.cpu_us",
            0.04,
            "aggregator.samples_per_second",
            600.0));

    assertThat(section("workers")).contains("| 1.20 |").contains("| workers_4 keeps up with 70 %");
    assertThat(section("aggregator")).contains("| aggregator keeps up with 60 % |");
  }

  @Test
  void theMatrixHasTheRowsThatAreWantedAndThoseThatWereMeasured() {
    String unusual = "scrape-100k-150-churn-gzip";
    assertThat(section("matrix").lines().filter(line -> line.startsWith("| "))).hasSize(11);

    measured(
        unusual,
        "abc",
        Map.of(
            "worker.cpu_us",
            0.25,
            "worker.compilers_us",
            0.125,
            "worker.samples_per_second",
            99_999.0,
            "worker.resident_mib",
            345.6,
            "prometheus.cpu_us",
            2.5));

    assertThat(section("matrix"))
        .contains(
            "| 150 | churn | gzip | 100,000/s | 99,999, 0.250, 346 | 0.125 | not measured | not measured, 2.500, not measured | not measured | 10.0 | the same time |");
  }

  @Test
  void tellsWhichFiguresAreOfWhichCommit() {
    measured(Plan.PUBLISHER_LOW, "abc", Map.of("worker.cpu_us", 0.2, "publisher.cpu_us", 0.1));
    measured(Plan.PUBLISHER_HIGH, "def+", Map.of("vmagent.cpu_us", 0.9));

    assertThat(section("publisher"))
        .contains("| 0.200 | 0.100 | 0.300 | not measured |")
        .contains(
            "Measured at commit `abc` on 2026-01-02 (`publisher-100k`); at commit `def+` on 2026-01-02 (`publisher-500k`).");
  }

  @Test
  void judgesGrowthByTheFigures() {
    for (String targets : Axis.TARGETS.points()) {
      double count = Double.parseDouble(targets);
      measured(
          Axis.TARGETS.stepName(targets),
          "abc",
          Map.of(
              "worker.cores_without_compilers",
              0.01 + count / 1e5,
              "worker.heap_mib",
              20 + count / 100));
    }
    for (String sessions : Axis.SESSIONS.points()) {
      measured(
          Axis.SESSIONS.stepName(sessions),
          "abc",
          Map.of("aggregator.cores_without_compilers", 0.25, "aggregator.session_reports", 60.0));
    }

    assertThat(section("growth"))
        .contains(
            "| targets | 100, 1000, 10000 | worker: CPU without compilers, cores | 0.011; 0.02; 0.11 | linear | 0.01 + 0.00001 for each target |")
        .contains(
            "| sessions | 0, 10, 100 | aggregator: CPU without compilers, cores | 0.25; 0.25; 0.25 | constant |")
        .contains(
            "| recipes | 10, 53, 212 | aggregator: CPU without compilers, cores | not measured | too few");
    assertThat(section("million"))
        .contains("| workers, heap in use | 10,000 MiB | 0.01 MiB for a target: the slope over")
        .contains(
            "| workers, CPU | 10 cores, fully used | 0.01 cores for 1,000 targets: the slope");
  }

  @Test
  void sessionsWithoutReportsSayNothing() {
    for (String sessions : Axis.SESSIONS.points()) {
      measured(
          Axis.SESSIONS.stepName(sessions),
          "abc",
          Map.of("aggregator.cores_without_compilers", 0.25, "aggregator.session_reports", 0.0));
    }

    assertThat(section("growth"))
        .contains(
            "| aggregator: CPU without compilers, cores | 0.25; not measured; not measured | too few points |");
  }

  @Test
  void aMillionTargetsAreTheMeasuredFiguresMultiplied() {
    String largest = Axis.TARGETS.stepName("10000");
    measured(
        largest,
        "abc",
        Map.of(
            "worker.cores_without_compilers",
            0.25,
            "broker.cpu_us",
            0.4,
            "kafka.bytes_per_sample",
            2.0,
            "load.page_plain_bytes",
            21_600.0,
            "load.series",
            300.0));
    measured(USUAL, "abc", Map.of("broker.cpu_us", 0.1));
    measured(Plan.PUBLISHER_HIGH, "abc", Map.of("broker.cpu_us", 0.15));
    measured(
        Plan.AGGREGATOR,
        "abc",
        Map.of("aggregator.cpu_us", 0.05, "load.kpi_series", 210.0, "load.series", 1_000.0));

    assertThat(section("million"))
        .startsWith(
            "1,000,000 targets of 300 series every 15 s are 20,000,000 samples and 66,667 scrapes a second.")
        .contains(
            "| workers | 100 | 10,000 targets on each, as in `growth-10000-targets-300-series-15s`, which")
        .contains("| workers, CPU | not measured |")
        .contains("| brokers | 7 |")
        .contains("| brokers, CPU of leaders | 8.0 cores, fully used | 0.400 µs for a sample")
        .contains("| brokers, CPU of followers | at most 16.0 cores, fully used |")
        .contains("| brokers, CPU of 2 consumers' fetches | 2.0 cores, fully used | 0.050 µs")
        .contains("| network, workers to brokers | 40 MB/s |")
        .contains("| brokers' disk | 31.1 TB |")
        .contains("| network, targets to workers, plain | 1,440 MB/s |")
        .contains("| publishers, CPU | not measured |")
        .contains("`aggregator`, where 21 % of the series feed KPIs |");
  }

  @Test
  void whatDoesNotGrowLinearlyIsNotMultiplied() {
    for (String targets : Axis.TARGETS.points()) {
      double count = Double.parseDouble(targets);
      measured(
          Axis.TARGETS.stepName(targets),
          "abc",
          Map.of(
              "worker.cores_without_compilers",
              count * count / 1e6,
              "worker.heap_mib",
              500 - count / 100));
    }

    assertThat(section("million"))
        .contains(
            "| workers, CPU | not told | it is faster than linear over `growth-*-targets-300-series-15s`")
        .contains("| workers, heap in use | not told | it is falling over")
        .doesNotContain("MiB for a target");
  }

  @Test
  void drawsDistributions() {
    Distribution way =
        new Distribution(
            300,
            100,
            150,
            250,
            290,
            299,
            300,
            List.of(new Distribution.Bucket(200, 200), new Distribution.Bucket(300, 100)));
    measured(Plan.EVENTS, "abc", Map.of(), Map.of("event_to_sample", way));
    measured(Plan.STORED, "abc", Map.of("stored.missing", 3.0), Map.of("scrape_to_stored", way));

    assertThat(section("latency"))
        .contains(
            "| event → first sample | 300 |  | 100 ms | 150 ms | 250 ms | 290 ms | 299 ms | 300 ms | p99 1 s | `██████████▄▄▄▄▄▄▄▄▄▄` |")
        .contains("flushed before each query | 300 | 3 | 100 ms |")
        .contains("| event → vmagent reloaded | not measured |");
  }

  @Test
  void readsADirectoryAndNamesEachCommand(@TempDir Path directory) throws IOException {
    measured(Plan.JMH, "abc", Map.of("SampleBenchmark.cache.ns", 29.4));
    ResultFile.write(directory.resolve("jmh.json"), Objects.requireNonNull(results.get(Plan.JMH)));

    String text = PerformanceDocument.text(Results.read(directory, Assertions::fail));

    assertThat(text)
        .contains("| positional cache: the series of the scrape before | 29.4 ns | not measured |")
        .contains("benchmarks/jmh --measure 60s")
        .contains("- a CPU, 2 cores, 2 GiB, Linux 6, a JVM; vmagent 1.79.5; at commit `abc`");
  }

  @Test
  void aFileThatIsNoResultIsNamedAndLeftOut(@TempDir Path directory) throws IOException {
    measured(Plan.JMH, "abc", Map.of("SampleBenchmark.cache.ns", 29.4));
    ResultFile.write(directory.resolve("jmh.json"), Objects.requireNonNull(results.get(Plan.JMH)));
    Files.writeString(directory.resolve("events.json"), "{\"benchmark\": \"ben");
    List<String> complaints = new ArrayList<>();

    String text = PerformanceDocument.text(Results.read(directory, complaints::add));

    assertThat(text).contains("29.4 ns");
    assertThat(complaints).singleElement().asString().contains("events.json").contains("delete it");
  }

  @Test
  void whatIsMeasuredNoMoreIsInNoSection(@TempDir Path directory) throws IOException {
    measured(Plan.JMH, "old", Map.of("SampleBenchmark.cache.ns", 29.4));
    ResultFile.write(
        directory.resolve("scrape-gone.json"), Objects.requireNonNull(results.get(Plan.JMH)));

    String text = PerformanceDocument.text(Results.read(directory, Assertions::fail));

    assertThat(text).contains("Nothing was measured yet.").contains("None yet.");
  }

  @Test
  void aMarkThatMeansNothingIsAnError() {
    assertThatThrownBy(() -> PerformanceDocument.text("{{table scrap}}", new Results(results)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{{table scrap}}");
  }
}

package io.benchstream.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.kpi.window.KpiMerge;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.WindowStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTopologyTest {
  private static final long T0 = TopologyRig.T0.toEpochMilli();

  @TempDir Path stateDir;
  private TopologyRig rig;
  private final ScrapeMaker first = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
  private final ScrapeMaker second = new ScrapeMaker("t2", "c1", "j2", Duration.ofSeconds(1));

  @BeforeEach
  void start() {
    rig = new TopologyRig(stateDir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  /** A minute of two jobs; ten requests a second of the first, one of the second. */
  private void run(int fromSecond, int toSecond) {
    for (int second = fromSecond; second <= toSecond; second++) {
      rig.send(page(first, second, 10L * second));
      rig.send(page(this.second, second, second));
    }
  }

  private static List<io.benchstream.schemas.Scrape> page(
      ScrapeMaker maker, int second, long requests) {
    return maker.page(
        T0 + second * 1_000L - 500,
        "vllm:request_success_total{finished_reason=\"stop\"} " + requests,
        "vllm:time_to_first_token_seconds_bucket{le=\"0.1\"} " + requests / 2,
        "vllm:time_to_first_token_seconds_bucket{le=\"1\"} " + requests,
        "vllm:time_to_first_token_seconds_bucket{le=\"+Inf\"} " + requests,
        "vllm:time_to_first_token_seconds_count " + requests,
        "vllm:time_to_first_token_seconds_sum " + requests / 8.0);
  }

  private static Session.Builder session(int startSecond, @Nullable Integer endSecond) {
    return Session.newBuilder()
        .setId("s1")
        .setJobs(List.of("c1/j1"))
        .setState(endSecond == null ? SessionState.OPEN : SessionState.ENDED)
        .setStart(Instant.ofEpochMilli(T0 + startSecond * 1_000L))
        .setEnd(endSecond == null ? null : Instant.ofEpochMilli(T0 + endSecond * 1_000L));
  }

  private static KpiWindow kpi(@Nullable SessionReport report, String name) {
    return Objects.requireNonNull(report).getKpis().stream()
        .filter(kpi -> kpi.getKpi().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + report));
  }

  @Test
  void theEndOfASessionGivesItsReportOnceItsWindowsAreFinal() {
    rig.session("s1", session(5, null).build());
    run(1, 56);
    rig.session("s1", session(5, 56).build());
    rig.advanceTo(T0 + 51_000);
    run(57, 75);

    SessionReport report = rig.reports().get("s1");
    assertThat(report).isNotNull();
    assertThat(report.getWindowStart()).isEqualTo(Instant.ofEpochMilli(T0 + 10_000));
    assertThat(report.getWindowEnd()).isEqualTo(Instant.ofEpochMilli(T0 + 50_000));
    KpiWindow throughput = kpi(report, "request_throughput");
    assertThat(throughput.getValues()).containsEntry("value", 10.0);
    assertThat(throughput.getPartial().getIncrease()).isEqualTo(400);
    assertThat(throughput.getStatus()).isEqualTo(WindowStatus.FINAL);
    assertThat(Coverage.of(throughput).ratio()).isEqualTo(1);
    assertThat(kpi(report, "ttft").getValues()).containsEntry("p50", 0.1).containsKey("p99");
    assertThat(report.getKpis()).allMatch(kpi -> "j1".equals(kpi.getScope().getJob()));
    assertThat(report.getTargetIds()).containsExactly("t1");
    assertThat(report.getRecipeVersion()).startsWith("1+");
    // Records of both jobs alternate from offset 0; seconds 11 to 50 of the first are in it.
    assertThat(report.getOffsets()).containsExactly(new OffsetRange(0, 20L, 98L));
  }

  @Test
  void theReportIsWhatTheWindowsOnTheTopicMergeTo() {
    run(1, 75);
    rig.session("s1", session(0, 60).build());
    SessionReport report = Objects.requireNonNull(rig.reports().get("s1"));

    List<KpiWindow> windows =
        rig.kpis().stream()
            .filter(kpi -> kpi.getStatus() == WindowStatus.FINAL)
            .filter(kpi -> "j1".equals(kpi.getScope().getJob()))
            .filter(kpi -> kpi.getKpi().equals("ttft"))
            .filter(kpi -> !kpi.getWindowEnd().isAfter(report.getWindowEnd()))
            .toList();
    assertThat(windows).hasSize(6);
    assertThat(kpi(report, "ttft"))
        .isEqualTo(KpiMerge.merge(windows, report.getWindowStart(), report.getWindowEnd()));
  }

  @Test
  void itIsTheSameWhetherAskedForWhileItRunsOrLater() {
    SessionWindow window =
        new SessionWindow(
            "w1", Instant.ofEpochMilli(T0 + 20_000), Instant.ofEpochMilli(T0 + 40_000));
    run(1, 15);
    rig.session("s1", session(5, null).setWindows(List.of(window)).build());
    assertThat(rig.reports()).isEmpty();
    run(16, 75);
    SessionReport live = Objects.requireNonNull(rig.reports().get("s1/w1"));

    window.setId("w2");
    rig.advanceTo(T0 + 3_600_000);
    rig.session("s1", session(5, null).setWindows(List.of(window)).build());
    SessionReport later = Objects.requireNonNull(rig.reports().get("s1/w2"));

    assertThat(kpi(live, "request_throughput").getPartial().getIncrease()).isEqualTo(200);
    assertThat(later.getKpis()).isEqualTo(live.getKpis());
    assertThat(later.getOffsets()).isEqualTo(live.getOffsets());
  }

  @Test
  void theSameRecordTwiceGivesOneReportAndAnotherEndAnotherOne() {
    run(1, 75);
    rig.session("s1", session(0, 60).build());
    assertThat(rig.reports()).containsOnlyKeys("s1");
    rig.session("s1", session(0, 60).setLabels(Map.of("note", "x")).build());
    assertThat(rig.reports()).isEmpty();
    rig.session("s1", session(0, 40).build());
    assertThat(kpi(rig.reports().get("s1"), "request_throughput").getPartial().getDurationMs())
        .isEqualTo(40_000);
  }

  @Test
  void aSelectorTakesTheJobsWhoseLabelsHoldIt() {
    run(1, 75);
    rig.session(
        "s1", session(0, 60).setJobs(List.of()).setSelector(Map.of("cluster", "c1")).build());
    assertThat(Objects.requireNonNull(rig.reports().get("s1")).getKpis())
        .extracting(kpi -> kpi.getScope().getJob())
        .contains("j1", "j2");
    rig.session(
        "s1",
        session(0, 60)
            .setJobs(List.of())
            .setSelector(Map.of("cluster", "c1", "job", "j2"))
            .build());
    assertThat(Objects.requireNonNull(rig.reports().get("s1")).getKpis())
        .extracting(kpi -> kpi.getScope().getJob())
        .containsOnly("j2");
  }

  @Test
  void aSessionThatIsDeletedTakesItsReportsWithIt() {
    run(1, 75);
    rig.session("s1", session(0, 60).build());
    assertThat(rig.reports().get("s1")).isNotNull();
    rig.session("s1", null);
    assertThat(rig.reports()).containsOnlyKeys("s1").containsEntry("s1", null);
    rig.advanceTo(T0 + 80_000);
    rig.session("s1", session(0, 60).build());
    assertThat(rig.reports().get("s1")).isNotNull();
  }

  @Test
  void whatWaitsForADeletedSessionIsForgotten() {
    SessionWindow far =
        new SessionWindow("far", Instant.ofEpochMilli(T0), Instant.parse("2900-01-01T00:00:00Z"));
    rig.session("s1", session(0, null).setWindows(List.of(far)).build());
    rig.session("s2", session(0, null).setId("s2").setWindows(List.of(far)).build());
    assertThat(waiting()).containsExactly("s1/far", "s2/far");
    rig.session("s1", null);
    assertThat(waiting()).containsExactly("s2/far");
  }

  private List<String> waiting() {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all =
        rig.driver.<String, byte[]>getKeyValueStore(ScopeProcessor.PENDING).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  @Test
  void aJobThatWasSeenInPartOnlySaysSo() {
    run(31, 75);
    rig.session("s1", session(0, 60).build());
    KpiWindow throughput = kpi(rig.reports().get("s1"), "request_throughput");
    assertThat(Coverage.of(throughput).isLow()).isTrue();
    assertThat(throughput.getQuality().getGapMs()).isEqualTo(30_000);
  }

  @Test
  void aSessionWithoutDataHasAnEmptyReport() {
    run(1, 75);
    rig.session("s1", session(0, 60).setJobs(List.of("c1/other")).build());
    assertThat(Objects.requireNonNull(rig.reports().get("s1")).getKpis()).isEmpty();
  }

  @Test
  void whoeverLostItsStateDoesNotReplaceOldReportsByEmptyOnes() {
    rig.advanceTo(T0 + 7_200_000);
    rig.send(first.page(T0 + 7_200_000, "vllm:num_requests_waiting 1"));
    rig.advanceTo(T0 + 7_230_000);
    rig.session("s1", session(0, 60).build());
    assertThat(rig.reports()).isEmpty();
  }

  @Test
  void aSessionThatCannotBeDecodedIsADeadLetter() {
    rig.sessions.pipeInput(new byte[] {'x'}, new byte[] {1, 2, 3});
    assertThat(rig.deadLetters.readRecord().value()).containsExactly(1, 2, 3);
  }
}

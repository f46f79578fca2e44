package io.benchstream.publisher.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.kpis.KpiSeries.KpiSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.samples.StaleMarker;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionMovesTest {
  private static final Instant NOW = Instant.ofEpochSecond(5_100);
  private static final String JOB_KEY = ResourceKeys.job("alpha", "j1");

  private final SessionView view =
      new SessionView(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(5_000));
  private final SessionMoves moves = new SessionMoves(view);

  @Test
  void aWindowInASessionOfItsJobTellsIt() {
    view.put("s1", session("s1", 100, null).setLabels(Map.of("gpu-type", "h100")).build());

    LabelSet labels = value(window(100, 110)).labels();

    assertThat(labels.get("session")).isEqualTo("s1");
    assertThat(labels.get("session_gpu_type")).isEqualTo("h100");
  }

  @Test
  void aWindowThatIsPartlyOutsideIsNot() {
    view.put("s1", session("s1", 105, 125L).build());

    assertThat(sessionOf(window(100, 110))).isEmpty();
    assertThat(sessionOf(window(110, 120))).isEqualTo("s1");
    assertThat(sessionOf(window(120, 130))).isEmpty();
  }

  @Test
  void jobsOfOtherClustersAndTheClusterItselfAreNotInIt() {
    view.put("s1", session("s1", 100, null).build());

    KpiWindow other = window(100, 110, new KpiScope("beta", "j1", Map.of()));
    KpiWindow cluster = window(100, 110, new KpiScope("alpha", null, Map.of()));

    assertThat(view.labels(other, ResourceKeys.job("beta", "j1"))).isEmpty();
    assertThat(view.labels(cluster, ResourceKeys.cluster("alpha"))).isEmpty();
  }

  @Test
  void aSelectorIsComparedWithTheLabelsOfTheJob() {
    Map<String, String> selector = Map.of("team", "a", "stage", "load");
    view.put("s1", session("s1", 100, null).setJobs(List.of()).setSelector(selector).build());
    assertThat(sessionOf(window(100, 110))).isEmpty();

    view.putResource(JOB_KEY, job(Map.of("team", "a", "stage", "load", "more", "b")));
    assertThat(sessionOf(window(110, 120))).isEqualTo("s1");

    view.putResource(JOB_KEY, job(Map.of("team", "a")));
    assertThat(sessionOf(window(120, 130))).isEmpty();
    view.putResource(JOB_KEY, null);
    assertThat(sessionOf(window(130, 140))).isEmpty();
  }

  @Test
  void ofSeveralTheOneThatBeganLastCounts() {
    view.put("s1", session("s1", 100, null).build());
    view.put("s3", session("s3", 90, null).build());
    view.put("s2", session("s2", 100, null).build());

    assertThat(sessionOf(window(110, 120))).isEqualTo("s2");
  }

  @Test
  void deletedAndLongEndedSessionsAreForgotten() {
    view.put("s1", session("s1", 100, null).build());
    view.put("s1", session("s1", 100, null).setState(SessionState.DELETED).build());
    assertThat(sessionOf(window(110, 120))).isEmpty();
    view.put("s2", session("s2", 100, null).build());
    view.put("s2", null);
    assertThat(sessionOf(window(120, 130))).isEmpty();
    view.put("s3", session("s3", 50, 99L).build());
    assertThat(sessionOf(window(60, 70))).isEmpty();
    view.put("s4", session("s4", 100, 151L).build());
    assertThat(sessionOf(window(140, 150))).isEqualTo("s4");
  }

  @Test
  void theSeriesSoFarEndsWhereASessionBeginsAndEnds() {
    view.put("s1", session("s1", 110, 130L).build());

    assertThat(ended(samples(window(100, 110)))).isEmpty();
    assertThat(ended(samples(window(110, 120)))).containsOnly("");
    assertThat(ended(samples(window(120, 130)))).isEmpty();
    List<KpiSample> after = samples(window(130, 140));
    assertThat(ended(after)).containsOnly("s1").hasSize(after.size() / 2);
    assertThat(after).allSatisfy(sample -> assertThat(sample.labels().get("job")).isEqualTo("j1"));
    assertThat(ended(samples(window(140, 150)))).isEmpty();
  }

  /** Sessions of the series that end. */
  private static List<String> ended(List<KpiSample> samples) {
    return samples.stream()
        .filter(sample -> Double.doubleToRawLongBits(sample.value()) == StaleMarker.BITS)
        .map(sample -> sample.labels().get("session"))
        .toList();
  }

  private List<KpiSample> samples(KpiWindow window) {
    return moves.samples("kpi", JOB_KEY, window);
  }

  private KpiSample value(KpiWindow window) {
    return samples(window).stream()
        .filter(sample -> sample.value() == 12.5)
        .findFirst()
        .orElseThrow();
  }

  private String sessionOf(KpiWindow window) {
    return value(window).labels().get("session");
  }

  private static Session.Builder session(String id, long start, @Nullable Long end) {
    return Session.newBuilder()
        .setId(id)
        .setJobs(List.of("alpha/j1"))
        .setState(end == null ? SessionState.OPEN : SessionState.ENDED)
        .setStart(Instant.ofEpochSecond(start))
        .setEnd(end == null ? null : Instant.ofEpochSecond(end));
  }

  private static Resource job(Map<String, String> labels) {
    return Resource.newBuilder()
        .setResourceType(ResourceType.JOB)
        .setCluster("alpha")
        .setJob("j1")
        .setPhase(Phase.RUNNING)
        .setKind("vllm")
        .setLabels(labels)
        .setSince(NOW)
        .setLastEventTime(NOW)
        .build();
  }

  private static KpiWindow window(long start, long end) {
    return window(start, end, new KpiScope("alpha", "j1", Map.of()));
  }

  private static KpiWindow window(long start, long end, KpiScope scope) {
    return KpiWindow.newBuilder()
        .setScope(scope)
        .setKpi("request_throughput")
        .setType(KpiType.RATE)
        .setUnit("requests/s")
        .setWindowStart(Instant.ofEpochSecond(start))
        .setWindowEnd(Instant.ofEpochSecond(end))
        .setValues(Map.of("value", 12.5))
        .setQuality(
            KpiQuality.newBuilder().setScrapesSeen(1).setScrapesExpected(1).setTargetsUp(1).build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1")
        .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build())
        .build();
  }
}

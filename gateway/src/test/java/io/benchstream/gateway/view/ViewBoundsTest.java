package io.benchstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No view grows without end, and what it leaves out is counted. */
class ViewBoundsTest {
  private final AtomicLong dropped = new AtomicLong();

  private static Session session(String id, @Nullable Instant end) {
    return Session.newBuilder()
        .setId(id)
        .setState(end == null ? SessionState.OPEN : SessionState.ENDED)
        .setStart(Instant.EPOCH)
        .setEnd(end)
        .build();
  }

  @Test
  void sessionsThatEndedFirstGoFirst() {
    SessionCatalogue sessions = new SessionCatalogue(2, dropped::addAndGet);
    sessions.put("open", session("open", null), 0, 0);
    sessions.put("late", session("late", Instant.ofEpochSecond(20)), 0, 1);
    assertThat(sessions.room()).isZero();
    sessions.put("early", session("early", Instant.ofEpochSecond(10)), 0, 2);
    assertThat(sessions.find("early")).isEmpty();
    sessions.put("open2", session("open2", null), 0, 3);
    assertThat(sessions.find(null, null, 10).items())
        .extracting(Session::getId)
        .containsExactly("open", "open2");
    assertThat(dropped).hasValue(2);
    sessions.put("open", null, 0, 4);
    assertThat(sessions.room()).isOne();
  }

  @Test
  void furtherResourcesAreLeftOut() {
    ResourceCatalogue resources = new ResourceCatalogue(1, dropped::addAndGet);
    resources.put("job/c/1", job("1", Phase.PENDING));
    resources.put("job/c/2", job("2", Phase.PENDING));
    resources.put("job/c/1", job("1", Phase.RUNNING));
    assertThat(resources.find("c", "2")).isEmpty();
    assertThat(resources.find("c", "1").orElseThrow().getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(dropped).hasValue(1);
  }

  @Test
  void ofAJobsEventsTheNewestOfEachSourceIsKept() {
    ResourceCatalogue resources = new ResourceCatalogue(1, dropped::addAndGet);
    Resource told = job("1", Phase.RUNNING);
    told.setRecentEvents(List.of("/b\n2", "/a\n2", "/b\n1", "/a\n1"));
    resources.put("job/c/1", told);
    assertThat(resources.find("c", "1").orElseThrow().getRecentEvents())
        .containsExactly("/b\n2", "/a\n2");
  }

  private static Resource job(String id, Phase phase) {
    return Resource.newBuilder()
        .setResourceType(ResourceType.JOB)
        .setCluster("c")
        .setJob(id)
        .setPhase(phase)
        .setKind("vllm")
        .setSince(Instant.EPOCH)
        .setLastEventTime(Instant.EPOCH)
        .build();
  }

  @Test
  void placesOfReportsThatCameFirstAreForgotten() throws Exception {
    ReportCatalogue reports = new ReportCatalogue(2);
    SessionReport report = SampleSession.report(SampleSession.session(), "w");
    for (int i = 0; i < 3; i++) {
      reports.put(ReportCatalogue.key("s" + i, ""), report, 0, i);
    }
    reports.put(ReportCatalogue.key("s1", ""), report, 0, 3);
    assertThat(reports.await("s0", Instant.EPOCH, Duration.ZERO)).isEmpty();
    assertThat(reports.await("s1", Instant.EPOCH, Duration.ZERO).orElseThrow().offset())
        .isEqualTo(3);
    Instant later = report.getCreatedAt().plusMillis(1);
    assertThat(reports.await("s1", later, Duration.ofMillis(1))).isEmpty();
  }
}

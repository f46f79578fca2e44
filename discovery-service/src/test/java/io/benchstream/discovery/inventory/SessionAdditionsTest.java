package io.benchstream.discovery.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionTarget;
import io.benchstream.schemas.SessionWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionAdditionsTest {
  private static final Instant START = Instant.ofEpochSecond(100);
  private static final Instant END = Instant.ofEpochSecond(200);

  private static Session.Builder session(@Nullable Instant end) {
    return Session.newBuilder()
        .setId("a-1-x")
        .setLabels(Map.of("benchmark", "true"))
        .setJobs(List.of("a/1"))
        .setState(end == null ? SessionState.OPEN : SessionState.ENDED)
        .setStart(START)
        .setEnd(end);
  }

  private static Session added() {
    return session(null)
        .setLabels(Map.of("benchmark", "true", "old", "label"))
        .setJobs(List.of("a/1", "a-1-x/node"))
        .setWindows(List.of(new SessionWindow("w", START, END)))
        .setDirectories(Map.of("w", "nightly"))
        .setTargets(
            List.of(
                SessionTarget.newBuilder()
                    .setCluster("a-1-x")
                    .setJob("node")
                    .setName("node")
                    .setKind("node")
                    .setEndpoints(List.of())
                    .build()))
        .setJobsChangedAt(START)
        .build();
  }

  @Test
  void additionsStayAndTheJobsOwnStateHolds() {
    Session carried = SessionAdditions.carry(added(), session(END).build());
    assertThat(carried)
        .isEqualTo(
            Session.newBuilder(added())
                .setLabels(Map.of("benchmark", "true"))
                .setState(SessionState.ENDED)
                .setEnd(END)
                .build());
  }

  @Test
  void oneThatSomebodyEndedStaysEnded() {
    Session ended = session(END.minusSeconds(50)).build();
    assertThat(SessionAdditions.carry(ended, session(null).build())).isEqualTo(ended);
    assertThat(SessionAdditions.carry(ended, session(END).build())).isEqualTo(ended);
  }

  @Test
  void sessionOfAnEarlierRunIsNotRegarded() {
    Session earlier = session(END).setStart(START.minusMillis(500)).build();
    Session written = session(null).build();
    assertThat(SessionAdditions.carry(earlier, written)).isEqualTo(written);
  }

  @Test
  void onlySessionsOfBenchmarksAreRegarded() {
    assertThat(SessionAdditions.areOf(added())).isTrue();
    assertThat(SessionAdditions.areOf(session(null).setLabels(Map.of()).build())).isFalse();
  }
}

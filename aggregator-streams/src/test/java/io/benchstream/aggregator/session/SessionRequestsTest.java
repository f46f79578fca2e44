package io.benchstream.aggregator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.window.Windows;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionRequestsTest {
  private static final long T0 = 1_000_000_000_000L;

  private final SessionRequests requests =
      new SessionRequests(
          new Windows(Duration.ofSeconds(10), Duration.ofSeconds(2)),
          new ScopePlacement() {
            @Override
            public int partitions() {
              return 8;
            }

            @Override
            public int partition(String scope) {
              return scope.hashCode() & 7;
            }
          },
          Duration.ofDays(7));

  private static Session session(long start, long end) {
    return Session.newBuilder()
        .setId("s")
        .setJobs(List.of("c/a", "c/b", "c"))
        .setState(SessionState.ENDED)
        .setStart(Instant.ofEpochMilli(T0 + start))
        .setEnd(Instant.ofEpochMilli(T0 + end))
        .build();
  }

  private ReportRequest request(long start, long end) {
    return requests.follow("s", null, session(start, end), T0 + end).asks().getFirst().request();
  }

  @Test
  void asksForTheWindowsThatLieWhollyInside() {
    ReportRequest request = request(3_000, 58_000);
    assertThat(request.from()).isEqualTo(T0 + 10_000);
    assertThat(request.to()).isEqualTo(T0 + 50_000);
    assertThat(request(10_000, 50_000).from()).isEqualTo(T0 + 10_000);
    assertThat(request(10_000, 50_000).to()).isEqualTo(T0 + 50_000);
  }

  @Test
  void ofATimeTooShortForThatTheOnesThatHoldIt() {
    ReportRequest request = request(3_000, 12_000);
    assertThat(request.from()).isEqualTo(T0);
    assertThat(request.to()).isEqualTo(T0 + 20_000);
    assertThat(request(3_000, 3_000).to()).isEqualTo(T0 + 10_000);
    assertThat(request(10_000, 10_000).to()).isEqualTo(T0 + 20_000);
  }

  @Test
  void asksThePartitionsConcernedOnly() {
    SessionRequests.Ask ask = requests.follow("s", null, session(0, 60_000), T0).asks().getFirst();
    assertThat(ask.request().scopes()).containsExactly("c\0", "c\0a", "c\0b");
    assertThat(ask.partitions())
        .containsOnly("c\0".hashCode() & 7, "c\0a".hashCode() & 7, "c\0b".hashCode() & 7);
    assertThat(ask.request().answers()).isEqualTo(ask.partitions().size());

    Session selecting = session(0, 60_000);
    selecting.setSelector(Map.of("team", "x"));
    assertThat(requests.follow("s", null, selecting, T0).asks().getFirst().partitions()).hasSize(8);
  }

  @Test
  void sessionsOlderThanWhatIsKeptAreNotAskedFor() {
    long later = T0 + Duration.ofDays(8).toMillis();
    assertThat(requests.follow("s", null, session(0, 60_000), later).asks()).isEmpty();
  }

  @Test
  void whatWasAskedComesBackFromItsBytes() {
    Asked asked = requests.follow("s", null, session(0, 60_000), T0).asked();
    assertThat(asked).isNotNull();
    assertThat(Asked.of(asked.toBytes())).isEqualTo(asked);
    assertThat(requests.follow("s", asked, session(0, 60_000), T0).asks()).isEmpty();
    ReportRequest request = request(0, 60_000);
    assertThat(ReportRequest.of(request.toBytes())).isEqualTo(request);
  }
}

package io.benchstream.benchmarks.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSessionsTest {
  @Test
  void eachAsksForAReportOfEveryWindowOfTheRun() {
    Instant now = Instant.parse("2026-01-02T03:04:07Z");

    List<Session> sessions =
        OpenSessions.sessions(3, now, Duration.ofSeconds(10), Duration.ofSeconds(60));

    assertThat(sessions).extracting(Session::getId).doesNotHaveDuplicates().hasSize(3);
    List<SessionWindow> windows = sessions.getLast().getWindows();
    assertThat(windows).hasSize(7).extracting(SessionWindow::getId).doesNotHaveDuplicates();
    assertThat(windows.getFirst().getStart()).isEqualTo("2026-01-02T03:04:00Z");
    assertThat(windows.getFirst().getEnd()).isEqualTo(windows.get(1).getStart());
    assertThat(windows.getLast().getEnd()).isAfterOrEqualTo(now.plusSeconds(60));
  }
}

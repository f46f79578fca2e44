package io.benchstream.discovery.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownSessionsTest {
  private final KnownSessions sessions = new KnownSessions(2);

  private void put(String id, SessionState state) {
    sessions.put(
        id,
        Session.newBuilder()
            .setId(id)
            .setState(state)
            .setStart(Instant.EPOCH)
            .setEnd(null)
            .build());
  }

  private Stream<String> known() {
    return Stream.of("a", "b", "c", "d").filter(id -> sessions.get(id) != null);
  }

  @Test
  void thoseThatHaveEndedAreForgottenBeforeThoseThatAreOpen() {
    put("a", SessionState.OPEN);
    put("b", SessionState.ENDED);
    put("c", SessionState.ENDED);
    assertThat(known()).containsExactly("a", "c");
    put("d", SessionState.OPEN);
    assertThat(known()).containsExactly("a", "d");
    put("b", SessionState.ENDED);
    assertThat(known()).as("no room beside open ones").containsExactly("a", "d");
  }

  @Test
  void ofOpenOnesTheOneChangedFirstIsForgotten() {
    put("a", SessionState.OPEN);
    put("b", SessionState.OPEN);
    put("a", SessionState.OPEN);
    put("c", SessionState.OPEN);
    assertThat(known()).containsExactly("a", "c");
  }

  @Test
  void sessionIsKnownAsItWasChangedLast() {
    put("a", SessionState.OPEN);
    put("a", SessionState.ENDED);
    assertThat(sessions.get("a")).extracting("state").isEqualTo(SessionState.ENDED);
    sessions.put("a", null);
    assertThat(known()).isEmpty();
    put("b", SessionState.OPEN);
    put("c", SessionState.OPEN);
    assertThat(known()).containsExactly("b", "c");
  }
}

package io.benchstream.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PastTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void readsPointsInTimeAndHowLongAgo() {
    assertThat(PastTime.parse("--from", "2026-11-21T09:00:00Z", NOW))
        .isEqualTo(NOW.minusSeconds(3600));
    assertThat(PastTime.parse("--from", "2026-11-21T10:30:00+02:00", NOW))
        .isEqualTo(Instant.parse("2026-11-21T08:30:00Z"));
    assertThat(PastTime.parse("--from", "90m", NOW)).isEqualTo(NOW.minusSeconds(5400));
    assertThat(PastTime.parse("--from", "now", NOW)).isEqualTo(NOW);
  }

  @Test
  void saysWhatToWrite() {
    for (String text : new String[] {"yesterday", "2026-11-21T", "5 parsecs", ""}) {
      assertThatThrownBy(() -> PastTime.parse("--from", text, NOW))
          .as(text)
          .hasMessageContaining("--from: '" + text + "' is not a time; write 2026-");
    }
  }
}

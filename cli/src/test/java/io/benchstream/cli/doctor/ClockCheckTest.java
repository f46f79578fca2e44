package io.benchstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.doctor.Finding.Level;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:10.500Z");
  private static final Instant AFTER = BEFORE.plusMillis(300);

  private static Finding told(String theirs) {
    return ClockCheck.compare(
        "store's clock", Instant.parse(theirs), BEFORE, AFTER, Duration.ofSeconds(1));
  }

  @Test
  void whatTheAnswerCannotTellIsNoSkew() {
    assertThat(told("2026-01-01T00:00:10Z").level()).isEqualTo(Level.OK);
    assertThat(told("2026-01-01T00:00:12Z").level()).isEqualTo(Level.OK);
    assertThat(told("2026-01-01T00:00:08Z").level()).isEqualTo(Level.OK);
  }

  @Test
  void skewIsToldWithItsSideAndWhatToDo() {
    Finding ahead = told("2026-01-01T00:00:15Z");
    assertThat(ahead.level()).isEqualTo(Level.WARN);
    assertThat(ahead.words()).contains("store's clock is 4.2 s ahead of");
    assertThat(ahead.remedy()).contains("NTP");
    Finding behind = told("2026-01-01T00:00:00Z");
    assertThat(behind.words()).contains("9.5 s behind");
    assertThat(told("2026-01-01T00:01:00Z").level()).isEqualTo(Level.FAIL);
  }
}

package io.benchstream.scrape.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CadenceTest {
  @Test
  void hasTheTimesOfItsPhase() {
    Cadence cadence = new Cadence(1_000, 250);

    assertThat(cadence.after(10_000)).isEqualTo(10_250);
    assertThat(cadence.after(10_249)).isEqualTo(10_250);
    assertThat(cadence.after(10_250)).isEqualTo(11_250);
    assertThat(cadence.atOrBefore(10_250)).isEqualTo(10_250);
    assertThat(cadence.atOrBefore(10_249)).isEqualTo(9_250);
    assertThat(cadence.after(-1)).isEqualTo(250);
  }

  @Test
  void dependsOnTheTargetAlone() {
    Duration interval = Duration.ofSeconds(15);

    assertThat(Cadence.of("a1", interval)).isEqualTo(Cadence.of("a1", interval));
    assertThat(Cadence.of("a1", interval)).isNotEqualTo(Cadence.of("a2", interval));
  }

  @Test
  void spreadsTargetsEvenly() {
    int[] perTenth = new int[10];
    for (int i = 0; i < 10_000; i++) {
      Cadence cadence = Cadence.of("%032x".formatted(i), Duration.ofSeconds(1));
      perTenth[(int) (cadence.phaseMillis() / 100)]++;
    }

    for (int count : perTenth) {
      assertThat(count).isBetween(850, 1_150);
    }
  }

  @Test
  void wakesUpForSeveralTargetsAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      String id = "%032x".formatted(i);
      assertThat(Cadence.of(id, Duration.ofSeconds(15)).phaseMillis() % 25).isZero();
      assertThat(Cadence.of(id, Duration.ofSeconds(15)).phaseMillis()).isBetween(0L, 14_975L);
      assertThat(Cadence.of(id, Duration.ofMillis(200)).phaseMillis() % 5).isZero();
      assertThat(Cadence.of(id, Duration.ofMillis(7)).phaseMillis()).isBetween(0L, 6L);
      assertThat(Cadence.of(id, Duration.ofMillis(1)).phaseMillis()).isZero();
    }
  }

  @Test
  void refusesWhatIsNoInterval() {
    assertThatThrownBy(() -> new Cadence(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cadence(10, 10)).isInstanceOf(IllegalArgumentException.class);
  }
}

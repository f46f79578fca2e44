package io.benchstream.cli.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ObservationLogTest {
  @Test
  void keepsTheLatestAndSaysWhatIsGone() {
    ObservationLog log = new ObservationLog(600);
    for (int i = 0; i < 1000; i++) {
      log.add(-i);
    }
    assertThat(log.size()).isEqualTo(1000);
    assertThat(log.sorted(997, 1000)).containsExactly(-999, -998, -997);
    assertThat(log.sorted(400, 1000)).hasSize(600);
    assertThatThrownBy(() -> log.sorted(399, 1000)).hasMessageContaining("latest 600 of 1000");
  }
}

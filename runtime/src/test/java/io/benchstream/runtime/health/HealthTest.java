package io.benchstream.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
  @Test
  void isReadyOnceEveryPartSaysSo() {
    Health health = new Health();
    Health.Check topics = health.register("topics");
    Health.Check store = health.register("store");
    assertThat(health.unready()).containsOnlyKeys("store", "topics");

    topics.ready();
    store.notReady("does not answer");
    assertThat(health.ready()).isFalse();
    assertThat(health.unready()).containsExactly(java.util.Map.entry("store", "does not answer"));

    store.ready();
    assertThat(health.ready()).isTrue();
  }
}

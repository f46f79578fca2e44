package io.benchstream.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
    assertThat(health.unready()).containsExactly(Map.entry("store", "does not answer"));

    store.ready();
    assertThat(health.ready()).isTrue();
  }

  @Test
  void waitsForEachOfTheSameName() {
    Health health = new Health();
    Health.Check gateway = health.register("view of sessions");
    Health.Check publisher = health.register("view of sessions");
    assertThat(health.unready()).containsExactly(Map.entry("view of sessions", "starting"));

    publisher.ready();
    assertThat(health.unready()).containsExactly(Map.entry("view of sessions", "starting"));
    publisher.notReady("stopped");
    assertThat(health.unready())
        .containsExactly(Map.entry("view of sessions", "starting; stopped"));

    gateway.ready();
    assertThat(health.unready()).containsExactly(Map.entry("view of sessions", "stopped"));
    publisher.ready();
    assertThat(health.ready()).isTrue();
  }

  @Test
  void doesNotWaitForWhatHasEnded() {
    Health health = new Health();
    Health.Check first = health.register("view");
    Health.Check second = health.register("view");
    second.ready();

    first.end();
    assertThat(health.ready()).isTrue();

    first.notReady("stopped"); // an ended part says nothing any more
    assertThat(health.ready()).isTrue();
  }
}

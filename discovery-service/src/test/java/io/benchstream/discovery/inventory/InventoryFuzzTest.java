package io.benchstream.discovery.inventory;

import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events in any order, some of them twice, with restarts in between, lead to the same targets. */
class InventoryFuzzTest {
  private static final Phase[] PHASES = {
    Phase.PENDING,
    Phase.RUNNING,
    Phase.RUNNING,
    Phase.RUNNING,
    Phase.SUSPENDED,
    Phase.COMPLETED,
    Phase.DELETED
  };

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<LifecycleEvent> events = events(random);
      Map<String, ?> expected = Map.copyOf(play(events, random, false).targets);
      Collections.shuffle(events, random);
      events.addAll(events.subList(0, 3));

      Topics topics = play(events, random, true);

      assertThat(strip(topics.targets))
          .as("seed %d, round %d, events %s", seed, round, events)
          .isEqualTo(strip(expected));
    }
  }

  @Test
  void theTopicsSayWhatTheInventoryHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      Topics topics = new Topics();
      Inventory inventory = inventory();
      for (LifecycleEvent event : events(random)) {
        topics.write(inventory.apply(event).changes());
        assertThat(inventory.targets()).as("seed %d", seed).isEqualTo(topics.targets.size());
        assertThat(inventory.resources()).as("seed %d", seed).isEqualTo(topics.resources.size());
        assertThat(topics.resources.values())
            .as("seed %d", seed)
            .flatMap(resource -> resource.getTargetIds())
            .containsExactlyInAnyOrderElementsOf(topics.targets.keySet());
      }
      assertThat(inventory.reconcile().changes()).as("seed %d", seed).isEmpty();
    }
  }

  private static Topics play(List<LifecycleEvent> events, Random random, boolean restarts) {
    Topics topics = new Topics();
    Inventory inventory = inventory();
    for (LifecycleEvent event : events) {
      topics.write(inventory.apply(event).changes());
      if (restarts && random.nextInt(4) == 0) {
        inventory = inventory();
        topics.restore(inventory);
        assertThat(inventory.reconcile().changes()).isEmpty();
      }
    }
    return topics;
  }

  /** Distinct times, so that the order of events is that of their times. */
  private static List<LifecycleEvent> events(Random random) {
    List<LifecycleEvent> events = new ArrayList<>();
    for (int second = 0; second < 3 + random.nextInt(20); second++) {
      Phase phase = PHASES[random.nextInt(PHASES.length)];
      String name = "c" + random.nextInt(2);
      LifecycleEvent.Builder event =
          random.nextInt(3) == 0
              ? cluster(name, phase, second)
              : job(name, "j" + random.nextInt(3), phase, second);
      events.add(
          event
              .setEndpoints(
                  IntStream.range(0, 3)
                      .filter(i -> random.nextBoolean())
                      .mapToObj(i -> endpoint("h:" + (i + 1)))
                      .toList())
              .build());
    }
    return events;
  }

  /** When a target changed depends on which events were stale; what it is does not. */
  private static Map<String, String> strip(Map<String, ?> targets) {
    Map<String, String> stripped = new java.util.TreeMap<>();
    targets.forEach(
        (id, target) ->
            stripped.put(id, target.toString().replaceAll("\"changedAt\": \"[^\"]*\"", "")));
    return stripped;
  }

  private static Inventory inventory() {
    return InventoryTest.inventory(Duration.ofSeconds(15), InventoryLimits.usual());
  }
}

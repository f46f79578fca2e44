package io.benchstream.discovery.service;

import static io.benchstream.discovery.Events.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 10,000 targets are read from their topic at start. The goal is 5 s from the start of an instance
 * to its readiness, joining the group included; what is asserted leaves room for a machine that has
 * other work at the same time.
 */
@ExtendWith(SharedParts.class)
class DiscoveryRestoreIT {
  private static final int JOBS = 20;
  private static final int ENDPOINTS = 500;
  private static final double GOAL_SECONDS = 5;
  private static final double ROOM = 4;

  private final LocalBroker broker;
  private final LocalRegistry registry;

  DiscoveryRestoreIT(LocalBroker broker, LocalRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  @Test
  void tenThousandTargetsAreRestoredInSeconds() {
    try (World world = new World(broker, registry, "restore-it")) {
      World.Instance first = world.start();
      world.follow();
      for (int job = 0; job < JOBS; job++) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
          endpoints.add(
              Endpoint.newBuilder().setAddress("h%d:%d".formatted(i, 1000 + job)).build());
        }
        world.send(
            io.benchstream.schemas.LifecycleEvent.newBuilder(
                    running("c" + job % 4, "j" + job, job, "x:1"))
                .setEndpoints(endpoints)
                .build());
      }
      await().atMost(World.PATIENCE).until(() -> world.targets.size() == JOBS * ENDPOINTS);
      first.close();
      int records = world.targetRecords.size();

      long begin = System.nanoTime();
      World.Instance second = world.start();
      double seconds = (System.nanoTime() - begin) / 1e9;

      System.out.printf(
          "restored %d targets in %.2f s; goal %.0f s%n", JOBS * ENDPOINTS, seconds, GOAL_SECONDS);
      assertThat(
              second
                  .context
                  .metrics()
                  .registry()
                  .get("benchstream_discovery_targets")
                  .gauge()
                  .value())
          .isEqualTo(JOBS * ENDPOINTS);
      assertThat(world.targetRecords).hasSize(records);
      assertThat(seconds).isLessThan(GOAL_SECONDS * ROOM);
    }
  }
}

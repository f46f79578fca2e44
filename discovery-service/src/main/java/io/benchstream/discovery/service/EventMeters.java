package io.benchstream.discovery.service;

import io.benchstream.discovery.inventory.Fate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the discovery service counts. */
final class EventMeters {
  private final Map<Fate, Counter> fates = new EnumMap<>(Fate.class);
  private final Counter moved;
  private final Counter denied;
  private final Counter restarts;
  private final Timer delay;
  private final AtomicInteger resources = new AtomicInteger();
  private final AtomicInteger targets = new AtomicInteger();

  EventMeters(MeterRegistry meters) {
    for (Fate fate : Fate.values()) {
      fates.put(
          fate,
          Counter.builder("benchstream_lifecycle_events")
              .description("Lifecycle events by what became of them")
              .tag("fate", fate.word())
              .register(meters));
    }
    moved =
        Counter.builder("benchstream_lifecycle_events_moved")
            .description("Lifecycle events put on the partition of their cluster")
            .register(meters);
    denied =
        Counter.builder("benchstream_discovery_targets_denied")
            .description("Targets that events would have made in networks not to be scraped")
            .register(meters);
    restarts =
        Counter.builder("benchstream_discovery_recoveries")
            .description("Times the state was read anew because a transaction failed")
            .register(meters);
    delay =
        Timer.builder("benchstream_discovery_delay")
            .description("From a lifecycle event on its topic to its targets on theirs")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(meters);
    Gauge.builder("benchstream_discovery_resources", resources, AtomicInteger::get)
        .description("Clusters and jobs of the owned partitions")
        .register(meters);
    Gauge.builder("benchstream_discovery_targets", targets, AtomicInteger::get)
        .description("Targets of the owned partitions")
        .register(meters);
  }

  void count(Fate fate) {
    Counter counter = fates.get(fate);
    if (counter != null) {
      counter.increment();
    }
  }

  void countMoved() {
    moved.increment();
  }

  void countDenied(int targets) {
    denied.increment(targets);
  }

  void countRecovery() {
    restarts.increment();
  }

  void delay(Duration fromEventToCommit) {
    delay.record(fromEventToCommit);
  }

  void state(int ownedResources, int ownedTargets) {
    resources.set(ownedResources);
    targets.set(ownedTargets);
  }
}

package io.benchstream.publisher.rollout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The figures of the rollout. */
final class RolloutMeters {
  private final MeterRegistry registry;
  private final Timer duration;
  private final AtomicInteger refusedTargets = new AtomicInteger();

  RolloutMeters(MeterRegistry registry) {
    this.registry = registry;
    this.duration =
        Timer.builder("benchstream_vmagent_rollout")
            .description("From the written configuration to vmagent's confirmation")
            .publishPercentileHistogram()
            .register(registry);
    Gauge.builder("benchstream_vmagent_refused_targets", refusedTargets, AtomicInteger::get)
        .description("Targets left out of the vmagent configuration, since vmagent would refuse it")
        .register(registry);
  }

  void rolledOut(String outcome, long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
    count(outcome);
  }

  void count(String outcome) {
    registry.counter("benchstream_vmagent_rollouts", "outcome", outcome).increment();
  }

  void refusedTargets(int count) {
    refusedTargets.set(count);
  }
}

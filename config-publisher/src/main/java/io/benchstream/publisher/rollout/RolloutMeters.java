package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.RefusedTarget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The figures of the rollout to one vmagent. */
final class RolloutMeters implements AutoCloseable {
  private static final String VMAGENT = "vmagent";
  private static final String DURATION = "benchstream_vmagent_rollout";
  private static final String ROLLOUTS = "benchstream_vmagent_rollouts";
  private static final String REFUSED_TARGETS = "benchstream_vmagent_refused_targets";

  /** Series of named targets; what is beyond is in the count and in the dead letters. */
  private static final int MOST_NAMED = 100;

  private final MeterRegistry registry;
  private final String vmagent;
  private final Timer duration;
  private final MultiGauge named;
  private final AtomicInteger refusedTargets = new AtomicInteger();

  RolloutMeters(MeterRegistry registry, String vmagent) {
    this.registry = registry;
    this.vmagent = vmagent;
    this.duration =
        Timer.builder(DURATION)
            .description("From the written configuration to vmagent's confirmation")
            .tag(VMAGENT, vmagent)
            .publishPercentileHistogram()
            .register(registry);
    Gauge.builder(REFUSED_TARGETS, refusedTargets, AtomicInteger::get)
        .description("Targets left out of the vmagent configuration, since vmagent would refuse it")
        .tag(VMAGENT, vmagent)
        .register(registry);
    this.named =
        MultiGauge.builder("benchstream_vmagent_refused_target")
            .description("1 for each target left out, the first %d of them".formatted(MOST_NAMED))
            .tag(VMAGENT, vmagent)
            .register(registry);
  }

  void rolledOut(String outcome, long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
    count(outcome);
  }

  void count(String outcome) {
    registry.counter(ROLLOUTS, VMAGENT, vmagent, "outcome", outcome).increment();
  }

  /** A registry keeps the first meter of a name: those of the next pipeline would say nothing. */
  @Override
  public void close() {
    named.register(List.of(), true);
    for (String name : List.of(DURATION, ROLLOUTS, REFUSED_TARGETS)) {
      registry.find(name).tag(VMAGENT, vmagent).meters().forEach(registry::remove);
    }
  }

  void leftOut(List<RefusedTarget> targets) {
    refusedTargets.set(targets.size());
    named.register(
        targets.stream()
            .limit(MOST_NAMED)
            .map(RefusedTarget::targetId)
            .distinct()
            .map(id -> MultiGauge.Row.of(Tags.of("target", id), 1))
            .collect(Collectors.toList()),
        true);
  }
}

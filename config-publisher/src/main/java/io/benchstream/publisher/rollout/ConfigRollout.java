package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.RefusedTarget;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.logging.RateLimitedLog;
import io.github.resilience4j.core.IntervalFunction;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a vmagent in step with the target table, on a thread of its own: waits for a change, lets
 * further ones gather for the batch interval, renders, writes, reloads. What fails is tried again,
 * with growing pauses, until it succeeds or a newer state takes its place.
 */
public final class ConfigRollout implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigRollout.class);
  private static final long IDLE_WAIT_MS = 60_000;
  private static final IntervalFunction PAUSE =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(500), 2.0, Duration.ofSeconds(30));

  private final TargetTable targets;
  private final ConfigSink sink;
  private final ConfigReload reload;
  private final Duration batchInterval;
  private final RolloutMeters meters;
  private final RateLimitedLog refusals;
  private final Health.Check readiness;
  private final ScrapeConfigRenderer renderer = new ScrapeConfigRenderer();
  private final Thread thread = new Thread(this::run, "config-rollout");
  private volatile boolean closing;

  /**
   * @param batchInterval how long changes gather before they are written, at most 500 ms
   */
  public ConfigRollout(
      TargetTable targets,
      ConfigSink sink,
      ConfigReload reload,
      Duration batchInterval,
      MeterRegistry meters,
      Health health,
      Clock clock) {
    this.targets = targets;
    this.sink = sink;
    this.reload = reload;
    this.batchInterval = batchInterval;
    this.meters = new RolloutMeters(meters);
    this.refusals = new RateLimitedLog(LOG, clock, Duration.ofMinutes(10));
    this.readiness = health.register("vmagent configuration");
  }

  @Override
  public void start() {
    readiness.notReady("the targets have not been read to the end");
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    @Nullable ScrapeConfig confirmed = null;
    try {
      while (!closing) {
        boolean waitsToRetry = failures > 0;
        long wait = waitsToRetry ? PAUSE.apply(failures) : IDLE_WAIT_MS;
        if (targets.awaitChange(wait)) {
          Thread.sleep(batchInterval);
        } else if (!waitsToRetry) {
          continue;
        }
        ScrapeConfig config = renderer.render(targets.take());
        report(config);
        if (!waitsToRetry && config.equals(confirmed)) {
          continue;
        }
        boolean done = rollOut(config);
        confirmed = done ? config : null;
        failures = done ? 0 : failures + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      readiness.notReady("the rollout has stopped: " + e.getMessage());
      LOG.error("the rollout of vmagent configurations has stopped: restart the service", e);
    }
  }

  private boolean rollOut(ScrapeConfig config) throws InterruptedException {
    long started = System.nanoTime();
    try {
      sink.write(config);
    } catch (IOException e) {
      meters.count("write_failed");
      LOG.warn(
          "the vmagent configuration cannot be written, will be tried again: {}", e.toString());
      readiness.notReady("the vmagent configuration cannot be written: " + e);
      return false;
    }
    readiness.ready();
    return switch (reload.reload(config)) {
      case ReloadOutcome.Confirmed _ -> {
        meters.rolledOut("confirmed", System.nanoTime() - started);
        LOG.info("vmagent runs configuration {}", config.generation());
        yield true;
      }
      case ReloadOutcome.NotAsked _ -> {
        meters.rolledOut("written", System.nanoTime() - started);
        yield true;
      }
      case ReloadOutcome.Refused(String reason) -> {
        meters.count("refused");
        LOG.error("vmagent refuses configuration {}: {}", config.generation(), reason);
        yield false;
      }
      case ReloadOutcome.Unreachable(String reason) -> {
        meters.count("unreachable");
        refusals.warn("vmagent", "does not answer, will be asked again: " + reason);
        yield false;
      }
    };
  }

  private void report(ScrapeConfig config) {
    meters.refusedTargets(config.refused().size());
    for (RefusedTarget refused : config.refused()) {
      refusals.warn(
          "target " + refused.targetId(),
          "left out of the vmagent configuration: " + refused.reason());
    }
  }
}

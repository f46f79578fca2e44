package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.Inventory;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a vmagent in step with the target table, on a thread of its own: waits for a change, lets
 * further ones gather for the batch interval, renders, writes, reloads. What fails is tried again,
 * with growing pauses, until it succeeds or a newer state takes its place. Jobs that vmagent
 * refuses are found by trying and left out, so that they do not keep it from the others.
 */
public final class ConfigRollout implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigRollout.class);
  private static final long IDLE_WAIT_MS = 60_000;
  private static final long QUARANTINE_MS = 600_000;
  private static final IntervalFunction PAUSE =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(500), 2.0, Duration.ofSeconds(30));

  private final TargetTable targets;
  private final ConfigSink sink;
  private final ConfigReload reload;
  private final Duration batchInterval;
  private final RolloutMeters meters;
  private final RateLimitedLog log;
  private final LeftOutTargets leftOut;
  private final Health.Check readiness;
  private final ScrapeConfigRenderer renderer;
  private final Thread thread;
  private final Quarantine quarantine = new Quarantine(QUARANTINE_MS);
  private final Clock clock;

  /** What vmagent runs, as far as is known. */
  private @Nullable ScrapeConfig running;

  private Inventory inventory = Inventory.of(List.of());
  private volatile boolean closing;

  /**
   * @param vmagent name of the vmagent, for metrics and messages
   * @param batchInterval how long changes gather before they are written, at most 500 ms
   */
  public ConfigRollout(
      String vmagent,
      TargetTable targets,
      ScrapeConfigRenderer renderer,
      ConfigSink sink,
      ConfigReload reload,
      Duration batchInterval,
      RefusalListener refusals,
      MeterRegistry meters,
      Health health,
      Clock clock) {
    this.targets = targets;
    this.sink = sink;
    this.reload = reload;
    this.batchInterval = batchInterval;
    this.clock = clock;
    this.renderer = renderer;
    this.meters = new RolloutMeters(meters, vmagent);
    this.leftOut = new LeftOutTargets(this.meters, refusals, clock);
    this.log = new RateLimitedLog(LOG, clock, Duration.ofMinutes(10));
    this.readiness = health.register("configuration of vmagent " + vmagent);
    this.thread = new Thread(this::run, "config-rollout-" + vmagent);
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
    try {
      while (!closing) {
        boolean waitsToRetry = failures > 0;
        if (targets.awaitChange(waitsToRetry ? PAUSE.apply(failures) : idleMillis())) {
          Thread.sleep(batchInterval);
        }
        if (!targets.complete()) {
          continue;
        }
        inventory = targets.take();
        ScrapeConfig wanted = renderer.render(inventory);
        ScrapeConfig next = withoutQuarantined(wanted);
        report(wanted, next);
        if (waitsToRetry || !next.equals(running)) {
          failures = rollOut(next) ? 0 : failures + 1;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      readiness.notReady("the rollout has stopped: " + e.getMessage());
      LOG.error("the rollout of vmagent configurations has stopped: restart the service", e);
    }
  }

  private long idleMillis() {
    return Math.clamp(quarantine.nextTrial() - clock.millis(), 1, IDLE_WAIT_MS);
  }

  private ScrapeConfig withoutQuarantined(ScrapeConfig wanted) {
    Set<String> held = quarantine.heldIn(wanted, clock.millis());
    if (held.isEmpty()) {
      return wanted;
    }
    Set<String> rest = new TreeSet<>(wanted.jobs().keySet());
    rest.removeAll(held);
    return renderer.only(wanted, rest);
  }

  /** True where vmagent is in step, as far as it can be. */
  private boolean rollOut(ScrapeConfig config) throws InterruptedException {
    long started = System.nanoTime();
    boolean done =
        switch (publish(config)) {
          case ReloadOutcome.Confirmed _ -> {
            LOG.info("vmagent runs configuration {}", config.generation());
            yield inStep(config, "confirmed", started);
          }
          case ReloadOutcome.NotAsked _ -> inStep(config, "written", started);
          case ReloadOutcome.Refused(String reason) -> {
            meters.count("refused");
            LOG.error("vmagent refuses configuration {}: {}", config.generation(), reason);
            yield separate(config, reason);
          }
          case ReloadOutcome.Unreachable(String reason) -> {
            meters.count("unreachable");
            log.warn("vmagent", "is not in step, will be tried again: " + reason);
            yield false;
          }
        };
    return done;
  }

  private boolean inStep(ScrapeConfig config, String outcome, long started) {
    running = config;
    meters.rolledOut(outcome, System.nanoTime() - started);
    return true;
  }

  private ReloadOutcome publish(ScrapeConfig config) throws InterruptedException {
    try {
      sink.write(config);
    } catch (IOException e) {
      meters.count("write_failed");
      readiness.notReady("the vmagent configuration cannot be written: " + e);
      return new ReloadOutcome.Unreachable("its configuration cannot be written: " + e);
    }
    readiness.ready();
    return reload.reload(config);
  }

  /**
   * Finds the jobs that vmagent refuses and leaves them out. It begins with going back to what was
   * accepted last, since a vmagent that restarts on a bad configuration does not come up.
   */
  private boolean separate(ScrapeConfig refused, String reason) throws InterruptedException {
    ScrapeConfig good = running == null ? renderer.empty() : running;
    Set<String> unchanged = new TreeSet<>();
    List<String> suspects = new ArrayList<>();
    refused
        .jobs()
        .forEach(
            (path, text) -> {
              if (text.equals(good.jobs().get(path))) {
                unchanged.add(path);
              } else {
                suspects.add(path);
              }
            });
    if (suspects.isEmpty()) {
      return false;
    }
    try {
      if (!(publish(good) instanceof ReloadOutcome.Confirmed)) {
        return false;
      }
      List<String> offenders =
          OffenderSearch.among(unchanged, suspects, jobs -> accepts(renderer.only(refused, jobs)));
      for (String offender : offenders) {
        quarantine.hold(refused, offender, clock.millis());
        LOG.error(
            "vmagent refuses {} with the targets {}, which are left out: {}",
            offender,
            refused.members().get(offender),
            reason);
      }
      report(refused, withoutQuarantined(refused));
      return true;
    } catch (OffenderSearch.Undecided e) {
      LOG.warn("the jobs that vmagent refuses are not found yet: {}", e.getMessage());
      return false;
    }
  }

  private boolean accepts(ScrapeConfig config)
      throws OffenderSearch.Undecided, InterruptedException {
    return switch (publish(config)) {
      case ReloadOutcome.Confirmed _ -> {
        running = config;
        yield true;
      }
      case ReloadOutcome.Refused _ -> false;
      case ReloadOutcome.Unreachable(String why) -> throw new OffenderSearch.Undecided(why);
      case ReloadOutcome.NotAsked _ ->
          throw new OffenderSearch.Undecided("there is no vmagent to ask");
    };
  }

  private void report(ScrapeConfig wanted, ScrapeConfig next) {
    List<RefusedTarget> all = new ArrayList<>(wanted.refused());
    for (Map.Entry<String, List<String>> job : wanted.members().entrySet()) {
      if (!next.members().containsKey(job.getKey())) {
        job.getValue()
            .forEach(
                id ->
                    all.add(
                        new RefusedTarget(
                            id, "vmagent refuses %s; its log says why".formatted(job.getKey()))));
      }
    }
    leftOut.tell(all, inventory.targets());
  }
}

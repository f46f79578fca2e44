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
import java.util.Objects;
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

  /** What the sink held at the start; null before it was looked at. */
  private @Nullable ScrapeConfig former;

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
    meters.close();
  }

  private void run() {
    int failures = 0;
    try {
      while (!closing) {
        failures = turn(failures) ? 0 : failures + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for something to do, and does it.
   *
   * @param failures in a row
   * @return false where it has to be tried again
   */
  private boolean turn(int failures) throws InterruptedException {
    boolean waitsToRetry = failures > 0;
    if (targets.awaitChange(waitsToRetry ? PAUSE.apply(failures) : idleMillis())) {
      Thread.sleep(batchInterval);
    }
    if (!targets.complete()) {
      return true;
    }
    try {
      inventory = targets.take();
      ScrapeConfig wanted = renderer.render(inventory);
      ScrapeConfig next = withoutQuarantined(wanted);
      report(wanted, next);
      return (!waitsToRetry && next.equals(running)) || rollOut(next);
    } catch (RuntimeException e) {
      readiness.notReady(
          "the rollout has failed (%s) and is tried again; see the log"
              .formatted(e.getClass().getSimpleName()));
      LOG.error("the rollout of a vmagent configuration has failed and is tried again", e);
      return false;
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
        switch (settle(config)) {
          case ReloadOutcome.Confirmed _ -> {
            LOG.info("vmagent runs configuration {}", config.generation());
            yield inStep(config, "confirmed", started);
          }
          case ReloadOutcome.NotAsked _ -> inStep(config, "written", started);
          case ReloadOutcome.Refused(String reason) -> refused(config, reason);
          case ReloadOutcome.Unconfirmed(String reason) -> refused(config, reason);
          case ReloadOutcome.Unreachable(String reason) -> {
            meters.count("unreachable");
            log.warn("vmagent", "is not in step, will be tried again: " + reason);
            yield false;
          }
        };
    return done;
  }

  private boolean refused(ScrapeConfig config, String reason) throws InterruptedException {
    meters.count("refused");
    LOG.error("vmagent refuses configuration {}: {}", config.generation(), reason);
    return separate(config, reason);
  }

  private boolean inStep(ScrapeConfig config, String outcome, long started) {
    running = config;
    meters.rolledOut(outcome, System.nanoTime() - started);
    return true;
  }

  /** As {@link #publish}; where that is not enough time, more is taken. */
  private ReloadOutcome settle(ScrapeConfig config) throws InterruptedException {
    ReloadOutcome outcome = publish(config);
    return outcome instanceof ReloadOutcome.Unconfirmed ? reload.reloadPatiently(config) : outcome;
  }

  private ReloadOutcome publish(ScrapeConfig config) throws InterruptedException {
    try {
      if (former == null) {
        former = renderer.of(sink.held());
      }
      sink.write(config);
    } catch (IOException e) {
      meters.count("write_failed");
      readiness.notReady("the vmagent configuration cannot be written: " + e);
      return new ReloadOutcome.Unreachable("its configuration cannot be written: " + e);
    }
    readiness.ready();
    return reload.reload(config);
  }

  /** Finds the jobs that vmagent refuses and leaves them out. */
  private boolean separate(ScrapeConfig refused, String reason) throws InterruptedException {
    try {
      Set<String> good = goBack(refused);
      List<String> suspects = new ArrayList<>(refused.jobs().keySet());
      suspects.removeAll(good);
      if (suspects.isEmpty()) {
        return false;
      }
      List<String> offenders =
          OffenderSearch.among(
              good,
              suspects,
              (jobs, patiently) -> accepts(renderer.only(refused, jobs), patiently));
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

  /**
   * Goes back to what vmagent accepted last, since one that restarts on a bad configuration does
   * not come up. After a start that is what an earlier run has left, where vmagent accepts that;
   * where it does not, any job may be to blame, and all are tried.
   *
   * @return jobs of the refused configuration that vmagent is known to accept
   */
  private Set<String> goBack(ScrapeConfig refused)
      throws OffenderSearch.Undecided, InterruptedException {
    ScrapeConfig last = running;
    ScrapeConfig good = last != null ? last : former != null ? former : renderer.empty();
    Set<String> unchanged = new TreeSet<>(refused.jobs().keySet());
    unchanged.removeIf(path -> !Objects.equals(refused.jobs().get(path), good.jobs().get(path)));
    boolean same = refused.jobs().equals(good.jobs());
    if (last != null && same) {
      // It has been accepted before, so that there is nobody to suspect.
      return unchanged;
    }
    if (!same && accepts(good, true)) {
      return unchanged;
    }
    if (last != null || good.jobs().isEmpty()) {
      throw new OffenderSearch.Undecided("vmagent refuses what it accepted before");
    }
    return Set.of();
  }

  private boolean accepts(ScrapeConfig config, boolean patiently)
      throws OffenderSearch.Undecided, InterruptedException {
    return switch (patiently ? settle(config) : publish(config)) {
      case ReloadOutcome.Confirmed _ -> {
        running = config;
        yield true;
      }
      case ReloadOutcome.Refused _, ReloadOutcome.Unconfirmed _ -> false;
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

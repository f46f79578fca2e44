package io.benchstream.aggregator.topology;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.lifecycle.Component;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running topology, with its health and meters. */
public final class StreamsApplication implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  /** A thread that fails is replaced, but not for ever: the same record would fail it again. */
  private static final int MAX_FAILURES = 5;

  private static final Duration FAILURE_PERIOD = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final String FAILED_OFTEN =
      "stopped after repeated failures, and starts again; see the log";

  private final Runnable preparation;
  private final Supplier<Topology> topology;
  private final Properties settings;
  private final Health.Check health;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Deque<Long> failures = new ArrayDeque<>();

  /** Has a permit once the threads that failed are not replaced any more. */
  private final Semaphore ended = new Semaphore(0);

  private final Thread starter;
  private volatile boolean closing;
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable KafkaStreamsMetrics binder;

  /**
   * Does not start yet.
   *
   * @param preparation what is to be done before, such as making topics; may wait for a broker and
   *     ends when it is interrupted
   */
  public StreamsApplication(
      Runnable preparation,
      Supplier<Topology> topology,
      Properties settings,
      Health.Check health,
      MeterRegistry meters,
      Clock clock) {
    this.preparation = preparation;
    this.topology = topology;
    this.settings = settings;
    this.health = health;
    this.meters = meters;
    this.clock = clock;
    this.starter = Thread.ofVirtual().name("aggregator-start").unstarted(this::run);
  }

  @Override
  public void start() {
    starter.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closing) {
      long begun = System.nanoTime();
      try {
        preparation.run();
        launch();
        ended.acquire();
        LOG.error("stopped after repeated failures; starts again in {}", pause);
        stop();
        health.notReady(FAILED_OFTEN);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (closing) {
          return; // An interruption may come as any exception, with the thread's flag cleared.
        }
        LOG.error("cannot start; tries again in {}", pause, e);
        stop();
        health.notReady("cannot start, and tries again: " + e.getMessage());
      }
      if (System.nanoTime() - begun > FAILURE_PERIOD.toNanos()) {
        pause = FIRST_PAUSE; // It went well for a while.
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  private void launch() {
    forgetFailures();
    KafkaStreams created = new KafkaStreams(topology.get(), settings);
    streams = created;
    created.setStateListener((state, before) -> tell(state));
    created.setUncaughtExceptionHandler(this::failed);
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(created);
    binder = metrics;
    metrics.bindTo(meters);
    created.start();
  }

  private synchronized void forgetFailures() {
    failures.clear();
    ended.drainPermits();
  }

  private void tell(KafkaStreams.State state) {
    switch (state) {
      case RUNNING -> health.ready();
      case ERROR -> {
        health.notReady(FAILED_OFTEN);
        ended.release();
      }
      default -> health.notReady("state " + state);
    }
  }

  private synchronized StreamThreadExceptionResponse failed(Throwable error) {
    long now = clock.millis();
    failures.add(now);
    while (failures.peekFirst() != null && failures.peekFirst() < now - FAILURE_PERIOD.toMillis()) {
      failures.removeFirst();
    }
    boolean giveUp = failures.size() >= MAX_FAILURES;
    LOG.error("a thread failed and is {}", giveUp ? "not replaced any more" : "replaced", error);
    return giveUp
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void close() {
    stopStarter();
    stop();
    health.notReady("stopped");
  }

  private void stop() {
    KafkaStreamsMetrics metrics = binder;
    if (metrics != null) {
      binder = null;
      metrics.close();
    }
    KafkaStreams running = streams;
    if (running != null) {
      streams = null;
      if (!running.close(leaveWithin(CLOSE_TIMEOUT))) {
        LOG.warn("not stopped after {}; its work goes to other instances", CLOSE_TIMEOUT);
      }
    }
  }

  private void stopStarter() {
    closing = true;
    starter.interrupt();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaving the group gives the tasks to other instances at once. */
  private static CloseOptions leaveWithin(Duration timeout) {
    return CloseOptions.timeout(timeout)
        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }
}

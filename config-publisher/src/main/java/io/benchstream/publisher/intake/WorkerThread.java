package io.benchstream.publisher.intake;

import io.benchstream.runtime.health.Health;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of a destination. Where its worker fails, another one begins at the last commit, after a
 * pause that grows with each failure.
 */
final class WorkerThread {
  static final IntervalFunction PAUSE =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofSeconds(1), 2.0, Duration.ofMinutes(1));

  private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);
  private static final long STOP_MILLIS = 10_000;

  /** After this long without a failure the pauses begin anew. */
  private static final long HEALTHY_NANOS = Duration.ofMinutes(5).toNanos();

  private final String name;
  private final Supplier<DestinationWorker> workers;
  private final IntervalFunction pauses;
  private final Health.Check readiness;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile DestinationWorker worker;

  WorkerThread(
      String name,
      Supplier<DestinationWorker> workers,
      IntervalFunction pauses,
      Health.Check readiness) {
    this.name = name;
    this.workers = workers;
    this.pauses = pauses;
    this.readiness = readiness;
    this.worker = workers.get();
    this.thread = new Thread(this::run, name);
  }

  void start() {
    thread.start();
  }

  /** As {@link DestinationWorker#oldest}. Any thread. */
  long oldest() {
    return worker.oldest();
  }

  /** Tells the worker to end. */
  void stop() {
    stop.countDown();
    worker.close();
  }

  /** Waits for the end, for a bounded time. */
  void join() throws InterruptedException {
    thread.join(STOP_MILLIS);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    int failures = 0;
    while (true) {
      long started = System.nanoTime();
      try {
        if (failures > 0) {
          worker = workers.get();
        }
        if (stop.getCount() == 0) {
          worker.close();
        }
        worker.run();
        return;
      } catch (RuntimeException e) {
        failures = System.nanoTime() - started > HEALTHY_NANOS ? 1 : failures + 1;
        if (!pause(pauses.apply(failures), e)) {
          return;
        }
      }
    }
  }

  /** False where it is to end. */
  private boolean pause(long millis, RuntimeException error) {
    // The words of an error may hold what not everybody is to read.
    readiness.notReady(
        "%s has failed (%s) and begins again in %d ms; see the log"
            .formatted(name, error.getClass().getSimpleName(), millis));
    LOG.error("{} has failed and begins again in {} ms", name, millis, error);
    try {
      return !stop.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

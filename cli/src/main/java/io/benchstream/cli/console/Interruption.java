package io.benchstream.cli.console;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C or SIGTERM, heard in place of a sudden end: whoever holds this is told, stops in its own
 * order, and closes it; only then does the process end.
 */
public final class Interruption implements AutoCloseable {
  /** A start or stop that takes longer than this is given up. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Thread interruptible;

  private Interruption() {}

  public static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::signalled, "stop"));
    return interruption;
  }

  /** True once the process is to end. */
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /** Waits; returns true, at once, when the process is to end. */
  public boolean await(Duration time) {
    try {
      return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return requested();
    }
  }

  /** Waits until the process is to end. */
  public void await() {
    boolean ended = false;
    while (!ended) {
      ended = await(Duration.ofHours(1));
    }
  }

  /**
   * Does something that may block: a signal interrupts this thread meanwhile.
   *
   * @throws InterruptedException where the process is to end, whatever the action says to that
   */
  public <T> T interruptibly(Callable<T> action) throws Exception {
    interruptible = Thread.currentThread();
    try {
      if (requested()) {
        throw new InterruptedException("the process is to end");
      }
      return action.call();
    } catch (RuntimeException e) {
      if (!requested()) {
        throw e;
      }
      InterruptedException stopped = new InterruptedException("the process is to end");
      stopped.initCause(e);
      throw stopped;
    } finally {
      interruptible = null;
      // A signal that came at the very end must not interrupt the stop that follows.
      Thread.interrupted();
    }
  }

  private void signalled() {
    requested.countDown();
    Thread blocked = interruptible;
    if (blocked != null) {
      blocked.interrupt();
    }
    try {
      boolean inTime = finished.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(ExitCode.FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is stopped: the process may end. */
  @Override
  public void close() {
    finished.countDown();
  }
}

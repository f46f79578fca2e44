package io.benchstream.runtime.service;

import java.util.concurrent.CountDownLatch;

/**
 * Carries the signal to end from the shutdown hook to the main thread, wherever that is: also while
 * it still starts, waiting for a broker that is away. The hook then holds the process until the
 * main thread has closed everything.
 */
final class StopSignal {
  private final Thread main;
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean interruptible = true;
  private volatile boolean fired;

  StopSignal(Thread main) {
    this.main = main;
  }

  /** Called by the hook: interrupts the main thread and waits until it has stopped. */
  void fire() {
    synchronized (this) {
      fired = true;
      if (interruptible) {
        main.interrupt();
      }
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean fired() {
    return fired;
  }

  /** Waits for the signal; the interrupt of whoever embeds the service ends the wait, too. */
  void await() throws InterruptedException {
    try {
      never.await();
    } catch (InterruptedException e) {
      if (!fired) {
        throw e;
      }
    }
  }

  /** From here on nothing interrupts the main thread: it is closing. */
  synchronized void closing() {
    interruptible = false;
    if (fired) {
      Thread.interrupted(); // the signal has been heard: closing must not trip over it
    }
  }

  void stopped() {
    stopped.countDown();
  }
}

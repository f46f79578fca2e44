package io.benchstream.discovery.connector;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread sleep until it is called or the time is up. Calls while it works count once. */
final class Wake {
  private final Semaphore calls = new Semaphore(0);

  void call() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /** True where it was called. */
  boolean await(Duration longest) throws InterruptedException {
    boolean called = calls.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    calls.drainPermits();
    return called;
  }
}

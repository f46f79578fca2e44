package io.benchstream.cli.api;

import io.benchstream.cli.console.CommandFailure;
import java.time.Duration;

/** The patience of one call, and what has been waited for in it. Not thread-safe. */
final class Waiting {
  private static final long LONGEST_PAUSE_SECONDS = 8;

  private final Patience patience;
  private final long deadline;
  private long pause = 1;
  private boolean outage;

  Waiting(Patience patience) {
    this.patience = patience;
    this.deadline = System.nanoTime() + patience.atMost().toNanos();
  }

  /** Whether an answer may have been lost, so that what was asked for may be done already. */
  boolean sawOutage() {
    return outage;
  }

  /**
   * Waits until a gateway that is away may be back.
   *
   * @throws CommandFailure the one given, where there is no patience left
   */
  void forOutage(CommandFailure failure) {
    outage = true;
    forAnswer(failure, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
  }

  /**
   * Waits as long as the gateway says.
   *
   * @throws CommandFailure the one given, where there is no patience left
   */
  void forAnswer(CommandFailure failure, long seconds) {
    Duration wait = Duration.ofSeconds(seconds);
    if (System.nanoTime() + wait.toNanos() - deadline > 0) {
      throw failure;
    }
    patience.listener().waiting(String.valueOf(failure.getMessage()), seconds);
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      throw ApiTransport.interrupted(e);
    }
  }
}

package io.benchstream.cli.api;

import java.time.Duration;

/**
 * How long to go on asking where the gateway says when to come back, or is away for a moment.
 *
 * @param atMost zero asks once
 * @param listener told before each wait
 */
public record Patience(Duration atMost, WaitListener listener) {
  /** Asks once. */
  static final Patience NONE = quiet(Duration.ZERO);

  /** Told before each wait. */
  @FunctionalInterface
  public interface WaitListener {
    /** Why, in words; the gateway is asked again in so many seconds. */
    void waiting(String why, long seconds);
  }

  /** Waits without a word. */
  public static Patience quiet(Duration atMost) {
    return new Patience(atMost, (why, seconds) -> {});
  }
}

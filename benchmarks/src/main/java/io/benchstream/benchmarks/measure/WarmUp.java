package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * The time before a measurement. The programs' pages are read as a monitoring system reads them, so
 * that what makes a page is compiled before the measurement, which reads them, too.
 */
public final class WarmUp {
  private static final Duration READ_EVERY = Duration.ofSeconds(15);

  private WarmUp() {}

  /**
   * Lets so much time pass, and tells of it.
   *
   * @param what is told of, for example {@code worker}
   * @throws IOException when a program has ended
   */
  public static void of(
      String what, List<? extends Subject> subjects, Duration length, Progress progress)
      throws IOException, InterruptedException {
    of(what, subjects, length, progress, Thread::sleep);
  }

  /** The same, with something that the thread does meanwhile. */
  public static void of(
      String what,
      List<? extends Subject> subjects,
      Duration length,
      Progress progress,
      Window.Idle idle)
      throws IOException, InterruptedException {
    progress.line("%s: warm-up of %d s".formatted(what, length.toSeconds()));
    long start = System.nanoTime();
    for (Duration left = length; left.isPositive(); left = length.minus(since(start))) {
      idle.spend(left.compareTo(READ_EVERY) < 0 ? left : READ_EVERY);
      for (Subject subject : subjects) {
        read(subject, progress);
      }
      progress.line(
          "%s: warm-up, %d of %d s".formatted(what, since(start).toSeconds(), length.toSeconds()));
    }
  }

  private static void read(Subject subject, Progress progress)
      throws IOException, InterruptedException {
    try {
      MetricsPage.of(subject.metrics());
    } catch (HttpTimeoutException slow) {
      progress.line("%s: its page is slow: %s".formatted(subject.name(), slow.getMessage()));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

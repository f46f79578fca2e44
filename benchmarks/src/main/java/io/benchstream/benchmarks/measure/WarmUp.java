package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The time before a measurement. The programs' pages are read as a monitoring system reads them, so
 * that what makes a page is compiled before the measurement, which reads them, too.
 */
public final class WarmUp {
  private static final Duration READ_EVERY = Duration.ofSeconds(15);
  private static final Duration TELL_EVERY = Duration.ofSeconds(30);

  private WarmUp() {}

  /**
   * Lets so much time pass, and tells of it.
   *
   * @param what is told of, for example {@code worker}
   */
  public static void of(
      String what, List<? extends Subject> subjects, Duration length, Progress progress)
      throws IOException, InterruptedException {
    progress.line("%s: warm-up of %d s".formatted(what, length.toSeconds()));
    long start = System.nanoTime();
    for (Duration gone = Duration.ZERO; gone.compareTo(length) < 0; gone = since(start)) {
      if (gone.compareTo(READ_EVERY) >= 0) {
        for (Subject subject : subjects) {
          MetricsPage.of(subject.metrics());
        }
      }
      if (gone.toSeconds() % TELL_EVERY.toSeconds() >= READ_EVERY.toSeconds()) {
        progress.line("%s: %d of %d s".formatted(what, gone.toSeconds(), length.toSeconds()));
      }
      Duration left = length.minus(since(start));
      if (left.isPositive()) {
        Thread.sleep(left.compareTo(READ_EVERY) < 0 ? left : READ_EVERY);
      }
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

package io.benchstream.benchmarks.service;

import io.benchstream.benchmarks.measure.MetricsPage;
import java.io.IOException;
import java.time.Duration;

/**
 * What was alive after a collection that somebody asked for. What a JVM uses some time later has
 * new garbage in it: tens of MiB a second where pages are read.
 */
final class LiveHeap {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 50;

  private LiveHeap() {}

  /** Reads the metrics of a JVM. */
  @FunctionalInterface
  interface Pages {
    MetricsPage read() throws IOException, InterruptedException;
  }

  /**
   * Waits until the page tells of a collection by {@code jcmd} that {@code before} did not have.
   *
   * @return bytes; 0 where it does not within 5 s: the other figures of a long run are worth more
   * @throws IOException when the page cannot be read
   */
  static double await(MetricsPage before, Pages pages) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      MetricsPage page = pages.read();
      double live = page.sum("jvm_gc_live_data_size_bytes");
      if (live > 0
          && page.grown(before, "jvm_gc_pause_seconds_count", "cause=Diagnostic Command") > 0) {
        return live;
      }
      Thread.sleep(PAUSE);
    }
    System.err.println("the collection that jcmd made does not show on the page of metrics");
    return 0;
  }
}

package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.net.URI;

/** A program that is measured: a process of its own that tells on a page what it has done. */
public interface Subject extends AutoCloseable {
  /** What figures call it, in lower case. */
  String name();

  /** Its process. */
  long pid();

  /** The page with its metrics. */
  URI metrics();

  /** Samples that it had scraped, written or computed on by the time of the page. */
  double samples(MetricsPage page);

  /**
   * Of the samples that it took between two pages the share, 0 to 1, that the store it writes to
   * has; NaN where it writes to none.
   */
  default double sentShare(MetricsPage before, MetricsPage after) {
    return Double.NaN;
  }

  /**
   * Bytes of the heap that are in use after a collection made for this; 0 where there is no such
   * heap.
   */
  default long liveHeapBytes() throws IOException, InterruptedException {
    return 0;
  }

  @Override
  void close();
}

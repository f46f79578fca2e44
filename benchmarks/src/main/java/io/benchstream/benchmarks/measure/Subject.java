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
   * Bytes of the heap that are in use after a collection made for this; 0 where there is no such
   * heap.
   */
  default long liveHeapBytes() throws IOException, InterruptedException {
    return 0;
  }

  @Override
  void close();
}

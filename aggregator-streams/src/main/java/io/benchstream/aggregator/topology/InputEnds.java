package io.benchstream.aggregator.topology;

import java.util.OptionalLong;

/**
 * Tells whether a partition of {@code samples} has been read to its end. Without that a window
 * could be closed by the wall clock while its last scrapes wait in a backlog, after a restart above
 * all. Thread-safe.
 */
public interface InputEnds {
  /**
   * The latest known instant, in milliseconds since the epoch, of which everything that the
   * partition then held has been processed; empty where there is a backlog or nothing is known.
   *
   * @param nextOffset offset after the last processed record; 0 where none was since the start
   */
  OptionalLong caughtUpAt(int partition, long nextOffset);
}

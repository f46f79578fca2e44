package io.benchstream.discovery.connector;

import java.nio.file.Path;
import java.util.Set;

/** Where clusters and jobs are seen: a file, an API. Used by one thread. */
public interface Source extends AutoCloseable {
  /**
   * Reads what stands there now.
   *
   * @throws SourceException where it cannot be known
   */
  Snapshot read() throws SourceException, InterruptedException;

  /** Files, or directories of files, whose change calls for another read; asked after each. */
  default Set<Path> watched() {
    return Set.of();
  }

  /**
   * Takes what to call when there is something new to be read; before the first read. A source that
   * learns of changes by itself calls it, from any thread.
   */
  default void onChange(Runnable changed) {}

  @Override
  default void close() {}
}

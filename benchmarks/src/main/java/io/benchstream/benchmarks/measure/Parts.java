package io.benchstream.benchmarks.measure;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What ends together, the last first; one that fails keeps none of the others. */
public final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds one that has started, and returns it. */
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Ends all.
   *
   * @throws IllegalStateException when some did not end well: those are its cause and what it
   *     suppresses
   */
  @Override
  public void close() {
    @Nullable IllegalStateException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // AutoCloseable
        if (failure == null) {
          failure = new IllegalStateException("the benchmark's parts did not end well", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

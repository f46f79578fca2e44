package io.benchstream.discovery.connector;

import org.jspecify.annotations.Nullable;

/**
 * A source does not say what stands there: it is away, or its answer makes no sense. The message
 * names the place, what was wrong with it, and the remedy.
 */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    this(message, null);
  }

  public SourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message, which is never null. */
  public String words() {
    return String.valueOf(getMessage());
  }
}

package io.benchstream.local.process;

import org.jspecify.annotations.Nullable;

/**
 * A part cannot be had, started or used. The message stands on its own: what was wanted, what was
 * found, and what to do about it.
 */
public final class PartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PartException(String message) {
    super(message);
  }

  public PartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.benchstream.runtime.kafka;

/** Something that is needed did not answer within the attempts allowed. The message names it. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.benchstream.relabel.regex;

/** A regular expression cannot be used. The message names the expression and what is wrong. */
public final class RegexException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  RegexException(String message) {
    super(message);
  }

  RegexException(String message, Throwable cause) {
    super(message, cause);
  }
}

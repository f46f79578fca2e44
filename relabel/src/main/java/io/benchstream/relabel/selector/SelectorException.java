package io.benchstream.relabel.selector;

/** A text is no series selector. The message names the text, the column and what is expected. */
public final class SelectorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SelectorException(String message) {
    super(message);
  }

  SelectorException(String message, Throwable cause) {
    super(message, cause);
  }
}

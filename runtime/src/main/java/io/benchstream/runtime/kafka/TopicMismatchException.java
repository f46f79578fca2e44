package io.benchstream.runtime.kafka;

import java.util.List;

/** Topics on the broker differ from what the catalogue says. The message lists each difference. */
public final class TopicMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicMismatchException(List<String> differences) {
    super(
        "the broker's topics differ from the catalogue:\n  "
            + String.join("\n  ", differences)
            + "\nAlter the topics as said, or set topics.prefix to a name that is free.");
  }
}

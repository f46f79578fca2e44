package io.benchstream.discovery.event;

import io.benchstream.schemas.LifecycleEvent;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a record of the topic {@code lifecycle}, whatever its encoding: an event that the
 * stages behind may rely on, or a reason.
 */
public sealed interface Intake {
  /** The event holds everything that {@link EventValidator} asks for. */
  record Accepted(LifecycleEvent event) implements Intake {}

  /**
   * The event could be read and breaks rules.
   *
   * @param rejections one or more
   */
  record Invalid(List<Rejection> rejections) implements Intake {
    public Invalid {
      rejections = List.copyOf(rejections);
      if (rejections.isEmpty()) {
        throw new IllegalArgumentException("an invalid event has at least one rejection");
      }
    }

    /** All rejections in one line. */
    public String reason() {
      return rejections.stream().map(Rejection::message).collect(Collectors.joining(" | "));
    }
  }

  /**
   * The bytes are not an event.
   *
   * @param reason in words
   */
  record Unreadable(String reason) implements Intake {}
}

package io.benchstream.runtime.cloudevents;

/** A CloudEvent is not a lifecycle event. The message names field, value and remedy. */
public final class CloudEventException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String words;

  /**
   * @param field path of what is wrong, for example {@code data.cluster}; empty for the event
   *     itself
   * @param words what is wrong with it, as they follow on the path
   */
  public CloudEventException(String field, String words) {
    super(field + words);
    this.field = field;
    this.words = words;
  }

  /** Path of what is wrong; empty for the event itself. */
  public String field() {
    return field;
  }

  /** The same, told of an event that is a part of something, for example {@code [3]}. */
  public CloudEventException within(String place) {
    return field.isEmpty()
        ? new CloudEventException(place, ": " + words)
        : new CloudEventException(place + "." + field, words);
  }
}

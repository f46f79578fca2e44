package io.benchstream.local;

import java.time.Duration;

/**
 * How far a part is.
 *
 * @param elapsed since its start, or its stop, began
 * @param detail a line for people: an address, or what is being fetched; may be empty
 */
public record PartProgress(Part part, State state, Duration elapsed, String detail) {

  /** Where a part stands. */
  public enum State {
    FETCHING,
    STARTING,
    READY,
    FAILED,
    STOPPED
  }
}

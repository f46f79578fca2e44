package io.benchstream.cli.replay;

import io.benchstream.runtime.config.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads a time of the command line. */
public final class PastTime {
  private PastTime() {}

  /**
   * A point in time: {@code 2026-11-21T10:00:00Z} or with another offset, {@code 90m} for so long
   * ago, {@code now}.
   *
   * @throws IllegalArgumentException where it is none of these
   */
  public static Instant parse(String option, String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    if (!text.contains("T")) {
      try {
        return now.minus(DurationText.parse(text));
      } catch (IllegalArgumentException e) {
        throw unreadable(option, text, e);
      }
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw unreadable(option, text, e);
    }
  }

  private static IllegalArgumentException unreadable(String option, String text, Exception cause) {
    return new IllegalArgumentException(
        "%s: '%s' is not a time; write 2026-11-21T10:00:00Z, or 90m for so long ago"
            .formatted(option, text),
        cause);
  }
}

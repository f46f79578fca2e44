package io.benchstream.aggregator.window;

import java.util.Locale;

/** What became of a record of {@code samples}. */
public enum Verdict {
  /** Its samples are in a window. */
  COUNTED,
  /** A part of a scrape whose other parts are still to come. */
  PART,
  /** The scrape failed and has no samples; it counts as expected and not seen. */
  FAILED_SCRAPE,
  /** The target is gone. */
  REMOVED,
  /** Dropped: an owner of a later epoch scrapes the target. */
  FENCED,
  /** Dropped: the scrape was counted before. */
  DUPLICATE,
  /** Dropped: its window is closed. */
  LATE,
  /** Dropped: it lies in the future, so a clock is wrong. */
  FUTURE,
  /** Dropped: its keyframe was not seen. */
  NO_KEYFRAME,
  /** Dropped: a part of it is missing or its values do not fit its series. */
  INCOMPLETE;

  /** The value of the metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.benchstream.discovery.inventory;

import java.util.Locale;

/** What became of an event. */
public enum Fate {
  /** It holds. */
  APPLIED,
  /** Source and id were seen before. */
  DUPLICATE,
  /** It comes after an event that holds against it. */
  STALE,
  /** It cannot be worked with; the reason goes with it to the dead letters. */
  REJECTED;

  /** The word for metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

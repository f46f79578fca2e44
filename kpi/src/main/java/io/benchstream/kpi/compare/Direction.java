package io.benchstream.kpi.compare;

import java.util.Set;

/** Which way a figure should go. */
public enum Direction {
  LOWER_IS_BETTER,
  HIGHER_IS_BETTER,
  /** Nobody can say: a queue's depth, a node's power. */
  NEITHER;

  private static final Set<String> BAD_WORDS = Set.of("error", "abort", "preemption");

  /** The usual one of a KPI: seconds should fall, what comes per second should rise. */
  public static Direction usual(String kpi, String unit) {
    if (BAD_WORDS.stream().anyMatch(kpi::contains) || unit.equals("seconds")) {
      return LOWER_IS_BETTER;
    }
    return unit.endsWith("/s") ? HIGHER_IS_BETTER : NEITHER;
  }
}

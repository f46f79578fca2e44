package io.benchstream.aggregator.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One target's window that may still change. Owned by its {@link TargetState}. */
final class OpenWindow {
  static final long NEVER = Long.MIN_VALUE;

  final long end;
  int seen;

  /** Time of the newest scrape in it. */
  long lastTime = NEVER;

  /** Offsets of the first and the last of its records in {@code samples}; -1 where none is. */
  long firstOffset = -1;

  long lastOffset = -1;

  /** Longest time between two successful scrapes, the later of which is in the window. */
  long gapMs;

  /** By slot: the counter's value before the window; NaN where there was none. */
  double[] base;

  /**
   * By slot: what is to be added to last minus base, since the counter restarted. Null until one
   * did.
   */
  double @Nullable [] carried;

  /** By slot: restarts of the counter. Null until there was one. */
  int @Nullable [] resets;

  GaugeSums gauges;

  OpenWindow(long end, double[] base, GaugeSums gauges) {
    this.end = end;
    this.base = base;
    this.gauges = gauges;
  }

  void readAt(long offset) {
    firstOffset = firstOffset < 0 ? offset : Math.min(firstOffset, offset);
    lastOffset = Math.max(lastOffset, offset);
  }

  void carry(int slot, double value) {
    if (carried == null) {
      carried = new double[base.length];
    }
    carried[slot] += value;
  }

  void countReset(int slot) {
    if (resets == null) {
      resets = new int[base.length];
    }
    resets[slot]++;
  }

  double carried(int slot) {
    return carried == null ? 0 : carried[slot];
  }

  int resets(int slot) {
    return resets == null ? 0 : resets[slot];
  }

  /**
   * Takes over the slots of another layout.
   *
   * @param from for each new slot the old one, or -1
   * @param absent base of the slots that the old layout did not have
   */
  void remap(int[] from, double absent, int[] gaugesFrom) {
    base = remap(base, from, absent);
    carried = carried == null ? null : remap(carried, from, 0);
    if (resets != null) {
      int[] old = resets;
      resets = Arrays.stream(from).map(slot -> slot < 0 ? 0 : old[slot]).toArray();
    }
    gauges = gauges.remap(gaugesFrom);
  }

  static double[] remap(double[] old, int[] from, double absent) {
    return Arrays.stream(from).mapToDouble(slot -> slot < 0 ? absent : old[slot]).toArray();
  }
}

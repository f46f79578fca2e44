package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.layout.LayoutChange;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the KPIs need to know of one target: the latest value of each counter, and its open windows.
 * Hot path: {@link #accept} runs for every scrape and touches KPI series only, by position. Not
 * thread-safe; owned by the task of the target's partition.
 *
 * <p>Counters. A window's increase is the last value in it minus the last one before it, so that
 * increases of adjacent windows add up to that of the whole. A drop is a restart from zero. A
 * series that first appears on a target that was scraped before counts from zero; on a target's
 * first scrape it is a baseline. Values that are not finite, staleness markers among them, do not
 * count, and the series goes on from the value before.
 *
 * <p>A scrape that is older than one counted before is late. In an open window it counts; it moves
 * the boundary between two windows where it is the newest of its own, and never the sum of both.
 */
public final class TargetState {
  static final long NEVER = OpenWindow.NEVER;

  /** A target that no record came from for so many intervals is no longer expected to be seen. */
  private static final int MISSED_INTERVALS = 5;

  private static final long MIN_MISSED_MS = 30_000;

  long epoch = NEVER;
  long firstSuccess = NEVER;
  long lastSuccess = NEVER;
  long lastRecord = NEVER;
  long removedAt = NEVER;
  long intervalMs;
  @Nullable Layout layout;
  double[] latest = {};
  final List<OpenWindow> open = new ArrayList<>(2);
  @Nullable PendingScrape pending;

  /**
   * A scrape of which not all parts were seen.
   *
   * @param nextPart the part that is to come
   */
  record PendingScrape(long time, int nextPart, GaugeSums gauges) {}

  /** The layout that scrapes are read with, or null before the first keyframe. */
  public @Nullable Layout layout() {
    return layout;
  }

  /**
   * Refuses what a fenced owner sends; otherwise the owner's epoch is noted. First of all calls for
   * a record.
   */
  public boolean fences(Scrape scrape) {
    if (scrape.getEpoch() < epoch) {
      return true;
    }
    epoch = scrape.getEpoch();
    return false;
  }

  /** Goes over to another layout. The values of series that both have are kept. */
  public void relayout(LayoutChange change) {
    Layout old = layout;
    // What new recipes ask for may have been on the page for long: only a later value tells more.
    boolean sameRecipes =
        old != null && old.recipesFingerprint() == change.layout().recipesFingerprint();
    double absent = sameRecipes && lastSuccess != NEVER ? 0 : Double.NaN;
    latest = OpenWindow.remap(latest, change.slots(), absent);
    for (OpenWindow window : open) {
      window.remap(change.slots(), absent, change.gauges());
    }
    if (pending != null) {
      pending =
          new PendingScrape(
              pending.time(), pending.nextPart(), pending.gauges().remap(change.gauges()));
    }
    layout = change.layout();
  }

  /**
   * Takes in a record that passed {@link #fences} and whose keyframe, if it is one, went to {@link
   * #relayout}.
   *
   * @param offset of the record in its partition
   * @param closedThrough end of the last closed window
   */
  public Verdict accept(Scrape scrape, long offset, Windows windows, long closedThrough) {
    long time = scrape.getScrapeTime().toEpochMilli();
    if (scrape.getScrapeIntervalMs() > 0) {
      intervalMs = scrape.getScrapeIntervalMs();
    }
    if (scrape.getOutcome() == ScrapeOutcome.REMOVED) {
      removedAt = Math.max(time, lastSuccess);
      pending = null;
      return Verdict.REMOVED;
    }
    lastRecord = Math.max(lastRecord, time);
    if (scrape.getOutcome() != ScrapeOutcome.SUCCESS) {
      pending = null;
      return Verdict.FAILED_SCRAPE;
    }
    if (windows.endOf(time) <= closedThrough) {
      pending = null;
      return Verdict.LATE;
    }
    if (time == lastSuccess) {
      return Verdict.DUPLICATE;
    }
    Layout.Part part = part(scrape);
    if (part == null || part.seriesSetId() != scrape.getSeriesSetId()) {
      pending = null;
      return Verdict.NO_KEYFRAME;
    }
    ByteBuffer values = scrape.getValues().slice().order(ByteOrder.LITTLE_ENDIAN);
    GaugeSums gauges = gaugesFor(scrape, time);
    if (gauges == null || !fits(part, values)) {
      pending = null;
      return Verdict.INCOMPLETE;
    }
    OpenWindow window = window(windows.endOf(time));
    boolean late = time < lastSuccess;
    if (late) {
      moveBoundary(part, values, window, time);
    } else if (lastSuccess != NEVER && removedAt != NEVER && time > removedAt) {
      rebase(part, values, window);
    } else {
      count(part, values, window);
    }
    collect(part, values, gauges);
    window.readAt(offset);
    if (scrape.getPart() + 1 < scrape.getParts()) {
      pending = new PendingScrape(time, scrape.getPart() + 1, gauges);
      return Verdict.PART;
    }
    pending = null;
    finish(window, gauges, time, late);
    return Verdict.COUNTED;
  }

  /** Where the KPI series stand in the record; null where no layout says. */
  private Layout.@Nullable Part part(Scrape scrape) {
    if (scrape.getSeriesSetId() == 0) {
      return Layout.Part.EMPTY;
    }
    return layout == null ? null : layout.part(scrape.getPart());
  }

  /** The gauges of the scrape so far; null where a part before this one is missing. */
  private @Nullable GaugeSums gaugesFor(Scrape scrape, long time) {
    if (scrape.getPart() == 0) {
      return new GaugeSums(gauges());
    }
    PendingScrape before = pending;
    return before != null && before.time() == time && before.nextPart() == scrape.getPart()
        ? before.gauges()
        : null;
  }

  private int gauges() {
    return layout == null ? 0 : layout.gauges();
  }

  private static boolean fits(Layout.Part part, ByteBuffer values) {
    int[] counters = part.counterPositions();
    int[] gauges = part.gaugePositions();
    int count = values.remaining() / Double.BYTES;
    return (counters.length == 0 || counters[counters.length - 1] < count)
        && (gauges.length == 0 || gauges[gauges.length - 1] < count);
  }

  private OpenWindow window(long end) {
    int at = open.size();
    while (at > 0 && open.get(at - 1).end >= end) {
      at--;
      if (open.get(at).end == end) {
        return open.get(at);
      }
    }
    double[] base = at == open.size() ? latest : open.get(at).base;
    OpenWindow window = new OpenWindow(end, base.clone(), new GaugeSums(gauges()));
    open.add(at, window);
    return window;
  }

  private void count(Layout.Part part, ByteBuffer values, OpenWindow window) {
    int[] positions = part.counterPositions();
    int[] slots = part.counterSlots();
    for (int i = 0; i < positions.length; i++) {
      double value = values.getDouble(positions[i] << 3);
      int slot = slots[i];
      double before = latest[slot];
      if (value >= before && value <= Double.MAX_VALUE) {
        latest[slot] = value;
      } else if (Math.abs(value) <= Double.MAX_VALUE) {
        if (Double.isNaN(before)) {
          window.base[slot] = value;
        } else {
          window.carry(slot, before);
          window.countReset(slot);
        }
        latest[slot] = value;
      }
    }
  }

  /** The first scrape of a target that was gone: what happened in between is not known. */
  private void rebase(Layout.Part part, ByteBuffer values, OpenWindow window) {
    int[] positions = part.counterPositions();
    int[] slots = part.counterSlots();
    for (int i = 0; i < positions.length; i++) {
      double value = values.getDouble(positions[i] << 3);
      int slot = slots[i];
      if (Math.abs(value) <= Double.MAX_VALUE) {
        double before = latest[slot];
        if (Double.isNaN(before) || before == window.base[slot]) {
          window.base[slot] = value;
        } else {
          window.carry(slot, before - value);
        }
        latest[slot] = value;
      }
    }
  }

  private void moveBoundary(Layout.Part part, ByteBuffer values, OpenWindow window, long time) {
    int next = open.indexOf(window) + 1;
    if (next == open.size() || time <= window.lastTime) {
      return;
    }
    OpenWindow after = open.get(next);
    int[] positions = part.counterPositions();
    int[] slots = part.counterSlots();
    for (int i = 0; i < positions.length; i++) {
      double value = values.getDouble(positions[i] << 3);
      int slot = slots[i];
      boolean between = value >= after.base[slot] && value <= lastIn(next, slot);
      if (between && after.carried(slot) == 0) {
        after.base[slot] = value;
      }
    }
  }

  private void collect(Layout.Part part, ByteBuffer values, GaugeSums gauges) {
    int[] positions = part.gaugePositions();
    int[] ordinals = part.gaugeOrdinals();
    boolean[] denominators = part.gaugeDenominators();
    Layout current = layout;
    for (int i = 0; i < positions.length && current != null; i++) {
      double value = values.getDouble(positions[i] << 3);
      int ordinal = ordinals[i];
      int group = current.gaugeGroup(ordinal);
      if (!current.groups().get(group).recipe().valid().contains(value)) {
        continue;
      }
      if (denominators[i]) {
        gauges.denominator[ordinal] += value;
        gauges.lastCount[ordinal]++;
      } else {
        gauges.add(ordinal, value);
      }
    }
  }

  private void finish(OpenWindow window, GaugeSums scrape, long time, boolean late) {
    Layout current = layout;
    boolean newest = time > window.lastTime;
    for (int ordinal = 0; current != null && ordinal < current.gauges(); ordinal++) {
      GaugeRule.of(current.groups().get(current.gaugeGroup(ordinal)).recipe())
          .addScrape(window.gauges, ordinal, scrape, newest);
    }
    window.seen++;
    if (!late) {
      if (lastSuccess != NEVER && removedAt == NEVER) {
        window.gapMs = Math.max(window.gapMs, time - lastSuccess);
      }
      firstSuccess = firstSuccess == NEVER || removedAt != NEVER ? time : firstSuccess;
      lastSuccess = time;
      if (time > removedAt) {
        removedAt = NEVER;
      }
    }
    window.lastTime = Math.max(window.lastTime, time);
  }

  /** The last value of a slot in the open window. */
  private double lastIn(int window, int slot) {
    return window + 1 == open.size() ? latest[slot] : open.get(window + 1).base[slot];
  }

  /** The increase of a slot in the open window; 0 where there is none to tell. */
  double increase(int window, int slot) {
    OpenWindow of = open.get(window);
    double increase = lastIn(window, slot) + of.carried(slot) - of.base[slot];
    return Double.isNaN(increase) ? 0 : increase;
  }

  /**
   * Adds what the window came to.
   *
   * @param id of the target
   * @param end end of the window
   * @param asOf how far time has come in it; its end for a final value
   */
  public void contribute(String id, Windows windows, long end, long asOf, ContributionSink sink) {
    Layout current = layout;
    int index = -1;
    for (int i = 0; i < open.size(); i++) {
      index = open.get(i).end == end ? i : index;
    }
    long from = end - windows.sizeMs();
    if (current != null && (index >= 0 || isExpected(from, end))) {
      Contribution contribution = sink.at(current.scope());
      contribution.addTarget(id, current.labels());
      if (index >= 0) {
        contribution.addOffsets(open.get(index).firstOffset, open.get(index).lastOffset);
      }
      new TargetFold(this, current, index, from, Math.min(end, asOf)).into(contribution);
    }
  }

  /** Whether the target should be seen in the window, though it may not have been. */
  private boolean isExpected(long from, long end) {
    return firstSuccess != NEVER && firstSuccess <= end && from < lastExpected();
  }

  /** Until when the target should be seen, as far as is known. */
  long lastExpected() {
    long patience = Math.max(MISSED_INTERVALS * intervalMs, MIN_MISSED_MS);
    return removedAt != NEVER ? Math.max(removedAt, lastSuccess) : lastRecord + patience;
  }

  /** End of the window of the first scrape; {@link Long#MAX_VALUE} where there was none. */
  long firstWindow(Windows windows) {
    return firstSuccess == NEVER ? Long.MAX_VALUE : windows.endOf(firstSuccess);
  }

  /** Adds the ends of the open windows. */
  void addOpen(Collection<Long> ends) {
    open.forEach(window -> ends.add(window.end));
  }

  /** Forgets the windows up to the end. */
  public void close(long end) {
    open.removeIf(window -> window.end <= end);
  }

  /**
   * Whether the state is of use once the windows up to the end are closed. A removed target is,
   * until the window of its removal is closed: else what comes of it would depend on how many
   * windows close at a time.
   */
  public boolean isNeeded(long end, long retentionMs) {
    return !open.isEmpty()
        || end < lastExpected()
        || (removedAt == NEVER && end < lastRecord + Math.max(retentionMs, 10 * intervalMs));
  }

  @Override
  public String toString() {
    return "TargetState[%d open, latest %s]".formatted(open.size(), Arrays.toString(latest));
  }
}

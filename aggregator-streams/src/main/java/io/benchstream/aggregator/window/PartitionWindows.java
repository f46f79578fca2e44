package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.layout.LayoutChange;
import io.benchstream.aggregator.layout.LayoutCodec;
import io.benchstream.schemas.Scrape;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one partition of {@code samples} and their windows. Not thread-safe; owned by the
 * partition's task.
 *
 * <p>Windows close by the time of the scrapes, and by the wall clock through {@link #closeAt},
 * which the owner calls only while it has read everything that is there to read. Targets fold in
 * the order of their ids, so that sums come out the same to the last bit whenever they are
 * computed.
 */
public final class PartitionWindows {
  private static final Comparator<Layout.Scope> BY_NAME =
      Comparator.comparing(Layout.Scope::cluster)
          .thenComparing(Layout.Scope::job, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final Windows windows;
  private final LayoutBuilder layouts;
  private final LayoutCodec layoutCodec;
  private final long retentionMs;
  private final long maxAheadMs;
  private final TargetStore store;
  private final PartitionSink sink;
  private final IntConsumer seriesLeftOut;
  private final TargetCodec codec = new TargetCodec();
  private final SortedMap<String, TargetState> targets = new TreeMap<>();

  private long closedThrough;
  private long streamTime = TargetState.NEVER;
  private boolean dirty;

  /**
   * Restores what the store holds.
   *
   * @param settings lengths and limits
   * @param seriesLeftOut told how many series of a target were not taken
   */
  public PartitionWindows(
      Settings settings,
      LayoutBuilder layouts,
      TargetStore store,
      PartitionSink sink,
      IntConsumer seriesLeftOut) {
    this.windows = settings.windows();
    this.retentionMs = settings.retention().toMillis();
    this.maxAheadMs = settings.maxAhead().toMillis();
    this.layouts = layouts;
    this.layoutCodec = new LayoutCodec(layouts.index().recipes());
    this.store = store;
    this.sink = sink;
    this.seriesLeftOut = seriesLeftOut;
    this.closedThrough = store.progress(TargetState.NEVER);
    restore();
  }

  /**
   * Lengths and limits.
   *
   * @param retention how long a target that no record came from is remembered
   * @param maxAhead how far a scrape may lie in the future
   */
  public record Settings(Windows windows, Duration retention, Duration maxAhead) {}

  private void restore() {
    Map<String, Layout> found = new HashMap<>();
    store.forEachLayout((id, bytes) -> found.put(id, layoutCodec.decode(bytes)));
    store.forEachState(
        (id, bytes) -> {
          TargetState state = codec.decode(bytes, found.get(id));
          state.close(closedThrough);
          targets.put(id, state);
        });
  }

  /**
   * Takes in a record of {@code samples}. Before that the windows close that the record shows to be
   * over: by its scrape and by when it was sent, both of which a replay sees too. Whether a scrape
   * is late depends on them, and not on how fast records are read.
   *
   * @param offset of the record in the partition
   * @param sentAt the record's timestamp, in milliseconds since the epoch
   * @param now the wall clock, in milliseconds since the epoch
   */
  public Verdict accept(Scrape scrape, long offset, long sentAt, long now) {
    long time = scrape.getScrapeTime().toEpochMilli();
    if (time > now + maxAheadMs) {
      return Verdict.FUTURE;
    }
    closeThrough(windows.closedAt(Math.max(time, Math.min(sentAt, now + maxAheadMs))));
    String id = scrape.getTargetId();
    TargetState state = targets.computeIfAbsent(id, key -> new TargetState());
    if (state.fences(scrape)) {
      return Verdict.FENCED;
    }
    adopt(id, state, scrape, time);
    Verdict verdict = state.accept(scrape, offset, windows, closedThrough);
    store.saveState(id, codec.encode(state));
    dirty |= verdict == Verdict.COUNTED;
    streamTime = Math.max(streamTime, time);
    return verdict;
  }

  private void adopt(String id, TargetState state, Scrape scrape, long time) {
    String series = scrape.getSeries();
    if (series == null) {
      return;
    }
    Layout old = state.layout();
    Layout.@Nullable Part known = old == null ? null : old.part(scrape.getPart());
    if (old != null
        && known != null
        && known.seriesSetId() == scrape.getSeriesSetId()
        && old.recipesFingerprint() == layouts.index().recipes().fingerprint()
        && old.labels().equals(scrape.getLabels())) {
      return;
    }
    LayoutChange change =
        layouts.build(
            old,
            scrape.getPart(),
            scrape.getParts(),
            scrape.getSeriesSetId(),
            series,
            scrape.getLabels(),
            time);
    state.relayout(change);
    store.saveLayout(id, layoutCodec.encode(change.layout()));
    if (change.leftOut() > 0) {
      seriesLeftOut.accept(change.leftOut());
    }
  }

  /** Closes windows by the wall clock. For an owner that has read everything there is. */
  public void closeAt(long now) {
    closeThrough(windows.closedAt(now));
  }

  /** Whether {@link #closeAt} would close something. */
  public boolean closesAt(long now) {
    return windows.closedAt(now) > closedThrough;
  }

  private void closeThrough(long end) {
    if (end <= closedThrough) {
      return;
    }
    for (long due : due(end)) {
      gather(due, due);
      targets.values().forEach(target -> target.close(due));
    }
    closedThrough = end;
    targets
        .entrySet()
        .removeIf(
            entry -> {
              boolean forget = !entry.getValue().isNeeded(end, retentionMs);
              if (forget) {
                store.delete(entry.getKey());
              }
              return forget;
            });
    store.saveProgress(end);
    sink.closed(end);
  }

  /** Ends of the windows up to the given one that some target was or should have been seen in. */
  private SortedSet<Long> due(long end) {
    SortedSet<Long> due = new TreeSet<>();
    for (TargetState target : targets.values()) {
      target.addOpen(due);
      long last = Math.min(end, windows.endOf(target.lastExpected()));
      // After a long silence only the windows of its end are told as empty.
      long first = Math.max(target.firstWindow(windows), windows.endOf(last - retentionMs));
      first = Math.max(first, windows.endOf(closedThrough + 1));
      for (long at = first; at <= last; at += windows.sizeMs()) {
        due.add(at);
      }
    }
    due.removeIf(at -> at > end);
    return due;
  }

  /** Passes on what the open windows have come to, if anything is new. */
  public void provisional() {
    if (!dirty) {
      return;
    }
    dirty = false;
    SortedSet<Long> ends = new TreeSet<>();
    targets.values().forEach(target -> target.addOpen(ends));
    ends.forEach(end -> gather(end, Math.min(end, streamTime)));
  }

  private void gather(long end, long asOf) {
    SortedMap<Layout.Scope, Contribution> gathered = new TreeMap<>(BY_NAME);
    targets.forEach(
        (id, target) ->
            target.contribute(
                id,
                windows,
                end,
                asOf,
                scope -> gathered.computeIfAbsent(scope, Contribution::new)));
    gathered.values().forEach(contribution -> sink.contribution(end, asOf, contribution));
  }
}

package io.benchstream.aggregator.scope;

import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import io.benchstream.aggregator.window.ContributionMerge;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.WindowStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the partitions' shares of each window of each scope until every partition has closed the
 * window, and then gives out its final KPIs, once. Not thread-safe.
 */
public final class ScopeWindows {
  private static final long NEVER = Long.MIN_VALUE;

  private final ShareStore store;
  private final ContributionMerge merge;
  private final ScopeSink sink;
  private final ContributionCodec codec = new ContributionCodec();
  private final long[] progress;
  private final Set<Window> dirty = new LinkedHashSet<>();
  private long finalThrough;

  private record Window(long end, String scope) {}

  /**
   * Goes on from what the store holds.
   *
   * @param partitions partition count of {@code samples}
   */
  public ScopeWindows(int partitions, ShareStore store, ContributionMerge merge, ScopeSink sink) {
    this.store = store;
    this.merge = merge;
    this.sink = sink;
    this.progress = new long[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      progress[partition] = store.progress(partition, NEVER);
    }
    finalThrough = slowest();
  }

  /** Takes in a share; one of a window that is final already is left out. */
  public void accept(ShareStore.Share share) {
    if (share.windowEnd() > finalThrough) {
      store.save(share);
      dirty.add(new Window(share.windowEnd(), share.scope()));
    }
  }

  /** The partition has sent its last share of all windows up to the end. */
  public void closed(int partition, long windowEnd) {
    if (windowEnd <= progress[partition]) {
      return;
    }
    progress[partition] = windowEnd;
    store.saveProgress(partition, windowEnd);
    long slowest = slowest();
    if (slowest > finalThrough) {
      finalThrough = slowest;
      finish(slowest);
    }
  }

  /** How far every partition has closed its windows; the smallest long where one never did. */
  public long finalThrough() {
    return finalThrough;
  }

  /** Gives out what has changed since the last time and is not final. */
  public void provisional() {
    for (Window window : dirty) {
      List<ShareStore.Share> shares = store.of(window.end(), window.scope());
      if (!shares.isEmpty()) {
        emit(window.end(), shares, WindowStatus.PROVISIONAL);
      }
    }
    dirty.clear();
  }

  private void finish(long through) {
    Map<Window, List<ShareStore.Share>> done = new LinkedHashMap<>();
    for (ShareStore.Share share : store.upTo(through)) {
      done.computeIfAbsent(new Window(share.windowEnd(), share.scope()), key -> new ArrayList<>())
          .add(share);
    }
    done.forEach(
        (window, shares) -> {
          emit(window.end(), shares, WindowStatus.FINAL);
          shares.forEach(store::delete);
        });
    dirty.removeIf(window -> window.end() <= through);
  }

  private void emit(long end, List<ShareStore.Share> shares, WindowStatus status) {
    List<Contribution> contributions = new ArrayList<>(shares.size());
    NavigableSet<String> targetIds = new TreeSet<>();
    List<OffsetRange> offsets = new ArrayList<>();
    Map<String, String> labels = null;
    long asOf = status == WindowStatus.FINAL ? end : NEVER;
    for (ShareStore.Share share : shares) {
      Contribution contribution = codec.decode(share.contribution());
      contributions.add(contribution);
      targetIds.addAll(contribution.targetIds());
      labels =
          labels == null
              ? contribution.labels()
              : Contribution.common(labels, contribution.labels());
      if (contribution.firstOffset() >= 0) {
        offsets.add(
            new OffsetRange(
                share.partition(), contribution.firstOffset(), contribution.lastOffset()));
      }
      asOf = Math.max(asOf, share.asOf());
    }
    sink.window(
        new ScopeWindow(
            contributions.getFirst().scope(),
            end,
            status,
            merge.merge(contributions, end, Math.min(asOf, end), status),
            labels == null ? Map.of() : labels,
            targetIds,
            offsets));
  }

  private long slowest() {
    long slowest = Long.MAX_VALUE;
    for (long closedThrough : progress) {
      slowest = Math.min(slowest, closedThrough);
    }
    return slowest;
  }
}

package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Group;
import io.benchstream.aggregator.layout.Layout;
import org.jspecify.annotations.Nullable;

/** One target's window folded into the KPIs that it feeds. */
final class TargetFold {
  private final TargetState target;
  private final Layout layout;
  private final int index;
  private final @Nullable OpenWindow window;
  private final long from;
  private final long to;

  /**
   * @param index of the window among the target's open ones; -1 where nothing was scraped in it
   * @param from start of the window, exclusive
   * @param to its end, or how far time has come
   */
  TargetFold(TargetState target, Layout layout, int index, long from, long to) {
    this.target = target;
    this.layout = layout;
    this.index = index;
    this.window = index < 0 ? null : target.open.get(index);
    this.from = from;
    this.to = to;
  }

  void into(Contribution contribution) {
    @Nullable KpiSums[] sums = new KpiSums[layout.groups().size()];
    double[][] buckets = new double[sums.length][];
    int[] resets = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      if (!layout.shadowed(i) && layout.groupGoneSince(i) > from) {
        Group group = layout.groups().get(i);
        sums[i] = contribution.sums(group.recipe(), group.labels());
        buckets[i] = new double[layout.bounds(i).length];
      }
    }
    addCounters(sums, buckets, resets);
    addGauges(sums);
    int seen = window == null ? 0 : window.seen;
    int expected = expected(seen);
    long gap = gap(seen);
    for (int i = 0; i < sums.length; i++) {
      KpiSums kpi = sums[i];
      if (kpi != null) {
        if (buckets[i].length > 0) {
          kpi.addBuckets(layout.bounds(i), buckets[i]);
        }
        kpi.scrapesSeen += seen;
        kpi.scrapesExpected += expected;
        kpi.targetsUp += seen > 0 ? 1 : 0;
        kpi.targets++;
        kpi.resets += resets[i];
        kpi.gapMs = Math.max(kpi.gapMs, gap);
      }
    }
  }

  private void addCounters(@Nullable KpiSums[] sums, double[][] buckets, int[] resets) {
    OpenWindow of = window;
    if (of == null) {
      return;
    }
    for (Layout.Use use : layout.uses()) {
      KpiSums kpi = sums[use.group()];
      if (kpi == null) {
        continue;
      }
      double increase = target.increase(index, use.slot());
      switch (use.role()) {
        case VALUE -> kpi.increase += increase;
        case DENOMINATOR -> kpi.denominator += increase;
        case BUCKET -> buckets[use.group()][use.bucket()] += increase;
        case SUM -> kpi.sum += increase;
        case COUNT -> kpi.count += increase;
      }
      // The series of a process restart together: they count as one.
      resets[use.group()] = Math.max(resets[use.group()], of.resets(use.slot()));
    }
  }

  private void addGauges(@Nullable KpiSums[] sums) {
    double seconds = (to - from) / 1000.0;
    for (int ordinal = 0; window != null && ordinal < layout.gauges(); ordinal++) {
      int group = layout.gaugeGroup(ordinal);
      KpiSums kpi = sums[group];
      if (kpi != null) {
        GaugeRule.of(layout.groups().get(group).recipe())
            .addTarget(kpi, window.gauges, ordinal, seconds);
      }
    }
  }

  private int expected(int seen) {
    long start = Math.max(from, target.firstSuccess - 1);
    long end = target.removedAt == TargetState.NEVER ? to : Math.min(to, target.removedAt);
    long anchor = seen > 0 && window != null ? window.lastTime : target.lastSuccess;
    return Math.max(seen, Windows.expectedScrapes(start, end, anchor, target.intervalMs));
  }

  private long gap(int seen) {
    if (seen > 0 && window != null) {
      return window.gapMs;
    }
    return target.lastSuccess > to ? to - from : to - target.lastSuccess;
  }
}

package io.benchstream.kpi.window;

import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Merges final windows of one KPI and scope to one long window: its values are those of the whole
 * and not an average of averages. Needs nothing but the windows themselves, so whoever reads the
 * topic {@code kpis} gets the same number as a session report has. Not thread-safe.
 *
 * <p>Where type or unit changed on the way, only the windows since then count, and the earlier ones
 * are missing in the coverage.
 */
public final class KpiMerge {
  private final Instant start;
  private final Instant end;
  private PartialSum sum = new PartialSum();
  private TreeSet<Double> quantiles = new TreeSet<>();
  private TreeSet<String> versions = new TreeSet<>();
  private KpiQuality quality = new KpiQuality();
  private @Nullable KpiWindow last;
  private Instant covered;
  private long hole;

  /**
   * A merge to {@code (start, end]}.
   *
   * @param start exclusive; not after the start of the first window to come
   * @param end inclusive; not before the end of the last window to come
   */
  public KpiMerge(Instant start, Instant end) {
    this.start = start;
    this.end = end;
    this.covered = start;
  }

  /**
   * The KPI over {@code (start, end]}.
   *
   * @param windows final, of one KPI and scope, by rising end, none twice; at least one
   */
  public static KpiWindow merge(List<KpiWindow> windows, Instant start, Instant end) {
    KpiMerge merge = new KpiMerge(start, end);
    windows.forEach(merge::add);
    return merge.result();
  }

  /** Adds the next window; its end lies after those of all before. */
  public void add(KpiWindow window) {
    if (last != null
        && (window.getType() != last.getType() || !window.getUnit().equals(last.getUnit()))) {
      sum = new PartialSum();
      quantiles = new TreeSet<>();
      versions = new TreeSet<>();
      quality = new KpiQuality();
      covered = start;
      hole = 0;
    }
    last = window;
    sum.add(window.getPartial());
    versions.add(window.getRecipeVersion());
    window.getValues().keySet().forEach(name -> KpiValues.quantile(name).ifPresent(quantiles::add));
    add(window.getQuality());
    hole = Math.max(hole, window.getWindowStart().toEpochMilli() - covered.toEpochMilli());
    covered = window.getWindowEnd();
  }

  /** The merged window. At least one must have been added. */
  public KpiWindow result() {
    KpiWindow of = last;
    if (of == null) {
      throw new IllegalStateException("there is no window to merge");
    }
    KpiPartial partial = sum.toPartial();
    KpiValues values = KpiValues.of(of.getType(), quantiles, partial);
    long gap = Math.max(hole, end.toEpochMilli() - covered.toEpochMilli());
    KpiQuality told = new KpiQuality();
    told.setScrapesSeen(quality.getScrapesSeen());
    told.setScrapesExpected(quality.getScrapesExpected());
    told.setTargetsUp(quality.getTargetsUp());
    told.setTargetsExpected(quality.getTargetsExpected());
    told.setCounterResets(quality.getCounterResets());
    told.setGapMs(Math.max(quality.getGapMs(), gap));
    told.setBucketWidths(values.bucketWidths());
    KpiWindow merged = new KpiWindow();
    merged.setScope(of.getScope());
    merged.setKpi(of.getKpi());
    merged.setType(of.getType());
    merged.setUnit(of.getUnit());
    merged.setWindowStart(start);
    merged.setWindowEnd(end);
    merged.setValues(values.values());
    merged.setQuality(told);
    merged.setStatus(WindowStatus.FINAL);
    merged.setRecipeVersion(String.join(",", versions));
    merged.setPartial(partial);
    return merged;
  }

  /** Counts add up over time; of targets the most that were there in one window are told. */
  private void add(KpiQuality other) {
    quality.setScrapesSeen(quality.getScrapesSeen() + other.getScrapesSeen());
    quality.setScrapesExpected(quality.getScrapesExpected() + other.getScrapesExpected());
    quality.setTargetsUp(Math.max(quality.getTargetsUp(), other.getTargetsUp()));
    quality.setTargetsExpected(Math.max(quality.getTargetsExpected(), other.getTargetsExpected()));
    quality.setCounterResets(quality.getCounterResets() + other.getCounterResets());
    quality.setGapMs(Math.max(quality.getGapMs(), other.getGapMs()));
  }
}

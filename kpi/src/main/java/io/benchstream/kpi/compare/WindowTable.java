package io.benchstream.kpi.compare;

import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The windows of one KPI as rows of numbers, so that any choice of them is merged quickly. */
final class WindowTable {
  private static final int DURATION = 0;
  private static final int INCREASE = 1;
  private static final int DENOMINATOR = 2;
  private static final int SUM = 3;
  private static final int COUNT = 4;
  private static final int BUCKETS = 5;

  private final KpiType type;
  private final TreeSet<Double> quantiles = new TreeSet<>();
  private final double[] bounds;
  private final double[][] rows;
  private final double[] mins;
  private final double[] maxs;

  /**
   * @param windows at least one
   */
  WindowTable(List<KpiWindow> windows) {
    type = windows.getLast().getType();
    bounds =
        windows.stream()
            .flatMap(window -> window.getPartial().getBuckets().stream())
            .mapToDouble(Bucket::getUpperBound)
            .sorted()
            .distinct()
            .toArray();
    rows = new double[windows.size()][BUCKETS + bounds.length];
    mins = new double[windows.size()];
    maxs = new double[windows.size()];
    for (int i = 0; i < rows.length; i++) {
      windows
          .get(i)
          .getValues()
          .keySet()
          .forEach(name -> KpiValues.quantile(name).ifPresent(quantiles::add));
      fill(i, windows.get(i).getPartial());
    }
  }

  private void fill(int i, KpiPartial partial) {
    double[] row = rows[i];
    row[DURATION] = partial.getDurationMs();
    row[INCREASE] = partial.getIncrease();
    row[DENOMINATOR] = partial.getDenominatorIncrease();
    row[SUM] = partial.getSum();
    row[COUNT] = partial.getCount();
    for (Bucket bucket : partial.getBuckets()) {
      row[BUCKETS + Arrays.binarySearch(bounds, bucket.getUpperBound())] += bucket.getIncrease();
    }
    Double min = partial.getMin();
    Double max = partial.getMax();
    mins[i] = min == null ? Double.POSITIVE_INFINITY : min;
    maxs[i] = max == null ? Double.NEGATIVE_INFINITY : max;
  }

  int windows() {
    return rows.length;
  }

  /** The values of the windows chosen, as of one long window; a window may be chosen twice. */
  Map<String, Double> values(int[] chosen) {
    double[] total = new double[BUCKETS + bounds.length];
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i : chosen) {
      double[] row = rows[i];
      for (int column = 0; column < total.length; column++) {
        total[column] += row[column];
      }
      min = Math.min(min, mins[i]);
      max = Math.max(max, maxs[i]);
    }
    List<Bucket> buckets = new ArrayList<>(bounds.length);
    for (int b = 0; b < bounds.length; b++) {
      buckets.add(new Bucket(bounds[b], total[BUCKETS + b]));
    }
    KpiPartial partial =
        KpiPartial.newBuilder()
            .setDurationMs((long) total[DURATION])
            .setIncrease(total[INCREASE])
            .setDenominatorIncrease(total[DENOMINATOR])
            .setSum(total[SUM])
            .setCount(total[COUNT])
            .setMin(Double.isInfinite(min) ? null : min)
            .setMax(Double.isInfinite(max) ? null : max)
            .setBuckets(buckets)
            .build();
    return KpiValues.of(type, quantiles, partial).values();
  }
}

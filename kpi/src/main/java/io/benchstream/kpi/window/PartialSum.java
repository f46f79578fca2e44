package io.benchstream.kpi.window;

import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiPartial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up partials one by one, so that a week of windows is merged without holding a week of
 * windows. Not thread-safe.
 */
final class PartialSum {
  private long durationMs;
  private double increase;
  private double denominator;
  private double sum;
  private double count;
  private @Nullable Double min;
  private @Nullable Double max;
  private @Nullable Double last;
  private double[] bounds = {};
  private double[] increases = {};

  void add(KpiPartial partial) {
    durationMs += partial.getDurationMs();
    increase += partial.getIncrease();
    denominator += partial.getDenominatorIncrease();
    sum += partial.getSum();
    count += partial.getCount();
    Double otherMin = partial.getMin();
    Double otherMax = partial.getMax();
    Double otherLast = partial.getLast();
    if (otherMin != null) {
      min = min == null ? otherMin : Double.valueOf(Math.min(min, otherMin));
    }
    if (otherMax != null) {
      max = max == null ? otherMax : Double.valueOf(Math.max(max, otherMax));
    }
    last = otherLast == null ? last : otherLast;
    addBuckets(partial.getBuckets());
  }

  private void addBuckets(List<Bucket> buckets) {
    if (!hasBoundsOf(buckets)) {
      widen(buckets);
    }
    for (int i = 0, at = 0; i < buckets.size(); i++) {
      double bound = buckets.get(i).getUpperBound();
      at = at < bounds.length && bounds[at] == bound ? at : Arrays.binarySearch(bounds, bound);
      increases[at++] += buckets.get(i).getIncrease();
    }
  }

  private boolean hasBoundsOf(List<Bucket> buckets) {
    if (buckets.size() != bounds.length) {
      return false;
    }
    for (int i = 0; i < bounds.length; i++) {
      if (bounds[i] != buckets.get(i).getUpperBound()) {
        return false;
      }
    }
    return true;
  }

  private void widen(List<Bucket> buckets) {
    double[] union =
        DoubleStream.concat(
                Arrays.stream(bounds), buckets.stream().mapToDouble(Bucket::getUpperBound))
            .sorted()
            .distinct()
            .toArray();
    double[] wider = new double[union.length];
    for (int i = 0; i < bounds.length; i++) {
      wider[Arrays.binarySearch(union, bounds[i])] = increases[i];
    }
    bounds = union;
    increases = wider;
  }

  KpiPartial toPartial() {
    List<Bucket> buckets = new ArrayList<>(bounds.length);
    for (int i = 0; i < bounds.length; i++) {
      buckets.add(new Bucket(bounds[i], increases[i]));
    }
    return KpiPartial.newBuilder()
        .setDurationMs(durationMs)
        .setIncrease(increase)
        .setDenominatorIncrease(denominator)
        .setSum(sum)
        .setCount(count)
        .setMin(min)
        .setMax(max)
        .setLast(last)
        .setBuckets(buckets)
        .build();
  }
}

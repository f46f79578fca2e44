package io.benchstream.benchmarks.measure;

import io.benchstream.benchmarks.result.Distribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How long something took, each time, to three digits. Not thread-safe. */
public final class Latencies {
  private static final double MICROS_PER_MILLI = 1_000;
  private static final int DIGITS = 3;
  private static final long FIRST_BUCKET_MICROS = 1_000;
  private static final double BUCKET_GROWTH = 1.25;

  private final Histogram micros = new Histogram(DIGITS);

  /** Takes one; a negative one, of clocks that differ, counts as 0. */
  public void record(Duration length) {
    micros.recordValue(Math.max(0, length.toNanos() / 1_000));
  }

  /** How many there are. */
  public long count() {
    return micros.getTotalCount();
  }

  /** A quantile in milliseconds; NaN where there are none. */
  public double quantileMs(double q) {
    return count() == 0 ? Double.NaN : micros.getValueAtPercentile(q * 100) / MICROS_PER_MILLI;
  }

  /** All of it, in buckets each of which is a quarter wider than the one before. */
  public Distribution distribution() {
    List<Distribution.Bucket> buckets = new ArrayList<>();
    for (HistogramIterationValue bucket :
        micros.logarithmicBucketValues(FIRST_BUCKET_MICROS, BUCKET_GROWTH)) {
      if (bucket.getCountAddedInThisIterationStep() > 0) {
        buckets.add(
            new Distribution.Bucket(
                bucket.getValueIteratedTo() / MICROS_PER_MILLI,
                bucket.getCountAddedInThisIterationStep()));
      }
    }
    return new Distribution(
        count(),
        micros.getMinValue() / MICROS_PER_MILLI,
        quantileMs(0.5),
        quantileMs(0.9),
        quantileMs(0.99),
        quantileMs(0.999),
        micros.getMaxValue() / MICROS_PER_MILLI,
        buckets);
  }
}

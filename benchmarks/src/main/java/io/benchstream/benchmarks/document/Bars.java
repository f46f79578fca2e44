package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.result.Distribution;
import java.util.Arrays;

/** A distribution as bars of equal width in time, from its least to its largest value. */
final class Bars {
  private static final int COUNT = 20;
  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final char NONE = ' ';

  private Bars() {}

  /** The bars; the highest stands for the most frequent. */
  static String of(Distribution distribution) {
    double width = (distribution.max() - distribution.min()) / COUNT;
    if (width <= 0) {
      return "`█`";
    }
    double[] bars = new double[COUNT];
    double from = distribution.min();
    for (Distribution.Bucket bucket : distribution.buckets()) {
      double to = Math.min(bucket.upToMs(), distribution.max());
      spread(bars, (from - distribution.min()) / width, (to - distribution.min()) / width, bucket);
      from = Math.max(from, to);
    }
    double most = Arrays.stream(bars).max().orElse(1);
    StringBuilder text = new StringBuilder();
    for (double bar : bars) {
      int level = (int) Math.ceil(bar / most * LEVELS.length()) - 1;
      text.append(level < 0 ? NONE : LEVELS.charAt(level));
    }
    return "`" + text + "`";
  }

  /** A bucket is wider than a bar, or narrower: its count is spread evenly over what it covers. */
  private static void spread(double[] bars, double from, double to, Distribution.Bucket bucket) {
    double length = Math.max(to - from, 1e-9);
    for (int i = 0; i < bars.length; i++) {
      double covered = Math.min(to, i + 1) - Math.max(from, i);
      if (covered > 0) {
        bars[i] += bucket.count() * covered / length;
      }
    }
  }
}

package io.benchstream.aggregator.window;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;

/**
 * What a target's gauge groups came to in one window, by the ordinal of the group. Owned by its
 * window.
 *
 * <p>{@code sum}, {@code count}, {@code min} and {@code max} are over what counts as one value: a
 * sample, or with {@code across: sum} the total of a scrape. {@code last} and {@code lastCount} are
 * sum and number of the samples of the newest scrape. A ratio has its numerators in {@code sum} and
 * its denominators in {@code denominator}.
 */
final class GaugeSums {
  final double[] sum;
  final double[] count;
  final double[] min;
  final double[] max;
  final double[] last;
  final double[] lastCount;
  final double[] denominator;

  GaugeSums(int groups) {
    sum = new double[groups];
    count = new double[groups];
    min = new double[groups];
    max = new double[groups];
    last = new double[groups];
    lastCount = new double[groups];
    denominator = new double[groups];
  }

  /** Adds one value. */
  void add(int group, double value) {
    min[group] = count[group] == 0 ? value : Math.min(min[group], value);
    max[group] = count[group] == 0 ? value : Math.max(max[group], value);
    sum[group] += value;
    count[group]++;
  }

  /** Adds the values of another one. */
  void add(int group, GaugeSums other) {
    if (other.count[group] == 0) {
      return;
    }
    boolean first = count[group] == 0;
    min[group] = first ? other.min[group] : Math.min(min[group], other.min[group]);
    max[group] = first ? other.max[group] : Math.max(max[group], other.max[group]);
    sum[group] += other.sum[group];
    count[group] += other.count[group];
  }

  GaugeSums remap(int[] from) {
    GaugeSums result = new GaugeSums(from.length);
    double[][] olds = fields();
    double[][] news = result.fields();
    for (int field = 0; field < olds.length; field++) {
      System.arraycopy(OpenWindow.remap(olds[field], from, 0), 0, news[field], 0, from.length);
    }
    return result;
  }

  void write(CompactWriter out) {
    for (int group = 0; group < sum.length; group++) {
      out.number(count[group]).number(denominator[group]);
      if (count[group] != 0 || denominator[group] != 0) {
        out.number(sum[group]).number(min[group]).number(max[group], min[group]);
        out.number(last[group], max[group]).number(lastCount[group]);
      }
    }
  }

  static GaugeSums read(CompactReader in, int groups) {
    GaugeSums sums = new GaugeSums(groups);
    for (int group = 0; group < groups; group++) {
      sums.count[group] = in.number();
      sums.denominator[group] = in.number();
      if (sums.count[group] != 0 || sums.denominator[group] != 0) {
        sums.sum[group] = in.number();
        sums.min[group] = in.number();
        sums.max[group] = in.number(sums.min[group]);
        sums.last[group] = in.number(sums.max[group]);
        sums.lastCount[group] = in.number();
      }
    }
    return sums;
  }

  private double[][] fields() {
    return new double[][] {sum, count, min, max, last, lastCount, denominator};
  }
}

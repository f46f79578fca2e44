package io.benchstream.kpi.compare;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Confidence intervals of ratios by the percentile bootstrap: windows are drawn with replacement,
 * merged, and the values of both sides divided, many times over. Quantiles come from merged buckets
 * each time, never from an average of quantiles. See B. Efron, R. Tibshirani, An Introduction to
 * the Bootstrap, chapter 13.
 *
 * @param confidence between 0 and 1
 * @param resamples how often windows are drawn, 100 or more
 * @param seed the same one gives the same intervals
 */
public record Bootstrap(double confidence, int resamples, long seed) {
  /** 95 %, a thousand times. */
  public static final Bootstrap USUAL = new Bootstrap(0.95, 1_000, 1);

  /** With fewer windows on one side there is no interval. */
  static final int MIN_WINDOWS = 3;

  public Bootstrap {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence: %s is not between 0 and 1".formatted(confidence));
    }
    if (resamples < 100 || resamples > 100_000) {
      throw new IllegalArgumentException(
          "resamples: %d is outside 100 to 100000".formatted(resamples));
    }
  }

  /**
   * The interval of the ratio after to before of each value that both have.
   *
   * @param salt tells KPIs apart, so that each has draws of its own
   */
  Map<String, Interval> ratios(WindowTable before, WindowTable after, String salt) {
    Map<String, Interval> intervals = new HashMap<>();
    if (Math.min(before.windows(), after.windows()) < MIN_WINDOWS) {
      return intervals;
    }
    SplittableRandom random = new SplittableRandom(seed * 31 + salt.hashCode());
    Map<String, double[]> draws = new HashMap<>();
    for (int draw = 0; draw < resamples; draw++) {
      Map<String, Double> old = before.values(choose(before.windows(), random::nextInt));
      Map<String, Double> now = after.values(choose(after.windows(), random::nextInt));
      for (Map.Entry<String, Double> value : now.entrySet()) {
        double[] ratios =
            draws.computeIfAbsent(
                value.getKey(),
                name -> {
                  double[] empty = new double[resamples];
                  Arrays.fill(empty, Double.NaN);
                  return empty;
                });
        Double of = old.get(value.getKey());
        ratios[draw] = of == null ? Double.NaN : SessionComparison.ratio(of, value.getValue());
      }
    }
    draws.forEach((name, ratios) -> intervals.put(name, interval(ratios)));
    return intervals;
  }

  private static int[] choose(int windows, IntUnaryOperator random) {
    int[] chosen = new int[windows];
    Arrays.setAll(chosen, i -> random.applyAsInt(windows));
    return chosen;
  }

  private Interval interval(double[] ratios) {
    double[] known = Arrays.stream(ratios).filter(ratio -> !Double.isNaN(ratio)).sorted().toArray();
    if (known.length < resamples / 2) {
      return Interval.NONE;
    }
    double tail = (1 - confidence) / 2;
    int low = (int) Math.floor(tail * (known.length - 1));
    int high = (int) Math.ceil((1 - tail) * (known.length - 1));
    return new Interval(known[low], known[high]);
  }
}

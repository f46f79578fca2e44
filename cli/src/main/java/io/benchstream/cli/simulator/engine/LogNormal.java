package io.benchstream.cli.simulator.engine;

import java.util.random.RandomGenerator;

/**
 * A log-normal distribution, the usual shape of latencies and token counts.
 *
 * @param median the median, above 0
 * @param sigma standard deviation of the logarithm, 0 (always the median) to 3
 */
public record LogNormal(double median, double sigma) {
  public LogNormal {
    if (!(median > 0) || median == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("median %s: it must be above 0".formatted(median));
    }
    if (!(sigma >= 0 && sigma <= 3)) {
      throw new IllegalArgumentException("sigma %s: it must be 0 to 3".formatted(sigma));
    }
  }

  double draw(RandomGenerator random) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  /** A whole number of at least 1. */
  int drawCount(RandomGenerator random, int limit) {
    return Math.clamp(Math.round(draw(random)), 1, limit);
  }
}

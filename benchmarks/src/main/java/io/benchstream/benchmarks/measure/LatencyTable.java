package io.benchstream.benchmarks.measure;

import io.benchstream.benchmarks.result.Distribution;
import java.util.Map;
import java.util.TreeMap;

/** Distributions for the terminal. */
public final class LatencyTable {
  private LatencyTable() {}

  /** A line for each. */
  public static String text(Map<String, Distribution> distributions) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(distributions)
        .forEach(
            (name, of) ->
                text.append(
                    "%-24s %,8d times: p50 %,.0f ms, p90 %,.0f ms, p99 %,.0f ms, max %,.0f ms%n"
                        .formatted(name, of.count(), of.p50(), of.p90(), of.p99(), of.max())));
    return text.toString();
  }
}

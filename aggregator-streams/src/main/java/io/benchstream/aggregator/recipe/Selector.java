package io.benchstream.aggregator.recipe;

import java.util.List;

/**
 * Which series of a page feed a KPI.
 *
 * @param metrics names of one metric, the newest first; of a page that has several of them only the
 *     first counts, so that a server that exports old and new names is not counted twice
 * @param match matchers that a series must all pass
 */
public record Selector(List<String> metrics, List<LabelMatcher> match) {
  public Selector {
    metrics = List.copyOf(metrics);
    match = List.copyOf(match);
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("a selector needs a metric name");
    }
  }
}

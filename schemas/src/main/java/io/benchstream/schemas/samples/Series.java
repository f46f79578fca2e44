package io.benchstream.schemas.samples;

import java.util.Comparator;
import java.util.List;

/**
 * One series of a {@link SeriesSet}, taken apart.
 *
 * @param metric the metric name, not empty
 * @param labels sorted by name, each name once
 */
public record Series(String metric, List<Label> labels) {
  private static final Comparator<Label> BY_NAME = Comparator.comparing(Label::name);

  public Series {
    labels = labels.stream().sorted(BY_NAME).toList();
    for (int i = 1; i < labels.size(); i++) {
      if (labels.get(i).name().equals(labels.get(i - 1).name())) {
        throw new IllegalArgumentException(
            "label '%s' is there twice".formatted(labels.get(i).name()));
      }
    }
    if (metric.isEmpty()) {
      throw new IllegalArgumentException("a series without a metric name");
    }
  }
}

package io.benchstream.publisher.scrapes;

import io.benchstream.relabel.labels.LabelSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a destination makes of the labels of a series. */
@FunctionalInterface
public interface SeriesLabels {
  /** The labels to write; empty where the series is not written at all. */
  Optional<LabelSet> of(LabelSet scraped);

  /** Adds labels that every series of a destination gets, unless it has one of the name already. */
  static SeriesLabels withExternal(Map<String, String> external) {
    if (external.isEmpty()) {
      return Optional::of;
    }
    Map<String, String> labels = Map.copyOf(external);
    return scraped -> {
      Map<String, String> all = new TreeMap<>(labels);
      all.putAll(scraped.toMap());
      return Optional.of(LabelSet.of(all));
    };
  }
}

package io.benchstream.scrape.series;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.Label;
import io.benchstream.schemas.samples.Series;
import io.benchstream.schemas.samples.SeriesParser;
import java.util.Map;
import java.util.TreeMap;

/** All labels of a series, as a consumer puts them together. */
final class Merged {
  private Merged() {}

  static Map<String, String> labels(String line, LabelSet target) {
    Series series = SeriesParser.parse(line).orElseThrow(() -> new AssertionError(line));
    Map<String, String> labels = new TreeMap<>(target.toMap());
    labels.put("__name__", series.metric());
    for (Label label : series.labels()) {
      labels.put(label.name(), label.value());
    }
    labels.values().removeIf(String::isEmpty);
    return labels;
  }
}

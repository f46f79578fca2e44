package io.benchstream.aggregator.layout;

import io.benchstream.schemas.samples.Label;
import io.benchstream.schemas.samples.SeriesParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one series in exposition syntax, {@code name{label="value"}}. */
public final class SeriesText {
  private SeriesText() {}

  /** The metric name, without a look at the labels. */
  public static String name(String text) {
    int brace = text.indexOf('{');
    return brace < 0 ? text : text.substring(0, brace);
  }

  /** Name and labels; empty where the text is not a series. */
  public static Optional<SeriesLabels> parse(String text) {
    return SeriesParser.parse(text)
        .map(
            series -> {
              Map<String, String> labels = new HashMap<>();
              for (Label label : series.labels()) {
                labels.put(label.name(), label.value());
              }
              return new SeriesLabels(series.metric(), labels);
            });
  }
}

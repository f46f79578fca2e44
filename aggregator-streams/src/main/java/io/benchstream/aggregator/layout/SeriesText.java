package io.benchstream.aggregator.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one series in exposition syntax, {@code name{label="value"}}. */
public final class SeriesText {
  private final String text;
  private int at;

  private SeriesText(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** The metric name, without a look at the labels. */
  public static String name(String text) {
    int brace = text.indexOf('{');
    return brace < 0 ? text : text.substring(0, brace);
  }

  /** Name and labels; empty where the text is not a series. */
  public static Optional<SeriesLabels> parse(String text) {
    String name = name(text);
    if (name.length() == text.length()) {
      return Optional.of(new SeriesLabels(name, Map.of()));
    }
    return new SeriesText(text, name.length() + 1)
        .labels()
        .map(labels -> new SeriesLabels(name, labels));
  }

  private Optional<Map<String, String>> labels() {
    Map<String, String> labels = new HashMap<>();
    while (at < text.length() && text.charAt(at) != '}') {
      int equals = text.indexOf("=\"", at);
      if (equals < 0) {
        return Optional.empty();
      }
      String label = text.substring(at, equals);
      at = equals + 2;
      Optional<String> value = value();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      labels.put(label, value.get());
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      }
    }
    return at == text.length() - 1 ? Optional.of(labels) : Optional.empty();
  }

  /** The value up to its closing quote, which is left behind. */
  private Optional<String> value() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return Optional.of(value.toString());
      }
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    return Optional.empty();
  }
}

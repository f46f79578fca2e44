package io.benchstream.publisher.remotewrite;

import java.util.Comparator;

/**
 * A label of a series; the metric's name is the label {@code __name__}.
 *
 * @param name not empty
 * @param value not empty: a label without a value is no label
 */
public record Label(String name, String value) {
  /** The order that receivers demand. */
  public static final Comparator<Label> BY_NAME = Comparator.comparing(Label::name);

  public static final String METRIC_NAME = "__name__";

  public Label {
    if (name.isEmpty() || value.isEmpty()) {
      throw new IllegalArgumentException(
          "label '%s' with value '%s': both must be given".formatted(name, value));
    }
  }
}

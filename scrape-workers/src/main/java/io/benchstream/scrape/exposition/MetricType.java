package io.benchstream.scrape.exposition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type of a metric family, as a {@code # TYPE} line gives it. */
public enum MetricType {
  UNKNOWN,
  COUNTER,
  GAUGE,
  HISTOGRAM,
  GAUGEHISTOGRAM,
  SUMMARY,
  INFO,
  STATESET;

  /** The type that the text format calls {@code word}, or null. */
  static @Nullable MetricType ofText(String word) {
    return switch (word) {
      case "counter" -> COUNTER;
      case "gauge" -> GAUGE;
      case "histogram" -> HISTOGRAM;
      case "summary" -> SUMMARY;
      case "untyped" -> UNKNOWN;
      default -> null;
    };
  }

  /** The type that OpenMetrics calls {@code word}, or null. */
  static @Nullable MetricType ofOpenMetrics(String word) {
    for (MetricType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    return null;
  }
}

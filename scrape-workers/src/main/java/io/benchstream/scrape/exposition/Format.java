package io.benchstream.scrape.exposition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats of a page. */
public enum Format {
  /** Prometheus text 0.0.4, and 1.0.0, which adds quoted names. */
  TEXT,
  /** OpenMetrics 1.0.0 and its draft 0.0.1. */
  OPENMETRICS;

  /**
   * The format that a {@code Content-Type} header names; text where there is none or where it names
   * none in particular. Empty for the binary format, which is not read.
   */
  public static Optional<Format> ofContentType(@Nullable String contentType) {
    if (contentType == null) {
      return Optional.of(TEXT);
    }
    int parameters = contentType.indexOf(';');
    String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return switch (mediaType.strip().toLowerCase(Locale.ROOT)) {
      case "application/openmetrics-text" -> Optional.of(OPENMETRICS);
      case "application/vnd.google.protobuf" -> Optional.empty();
      default -> Optional.of(TEXT);
    };
  }

  /**
   * A cursor over pages of this format.
   *
   * @param mode applies to text; OpenMetrics is always strict
   */
  public ExpositionCursor cursor(Mode mode) {
    return switch (this) {
      case TEXT -> new TextCursor(mode);
      case OPENMETRICS -> new OpenMetricsCursor();
    };
  }

  /** What becomes of small faults in the text format. */
  public enum Mode {
    /**
     * Takes what vmagent takes and Prometheus refuses: line ends with a carriage return, and
     * exemplars, which it skips. Whoever reads is meant to go on after a bad line.
     */
    LENIENT,
    /** Prometheus' grammar. Whoever reads is meant to give up at the first bad line. */
    STRICT
  }
}

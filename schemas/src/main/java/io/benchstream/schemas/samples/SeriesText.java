package io.benchstream.schemas.samples;

/**
 * Writes series as lines of a {@link SeriesSet}; {@link SeriesParser} reads them back. Names that
 * are not legal legacy names are quoted, as in Prometheus 3.
 */
public final class SeriesText {
  private SeriesText() {}

  /** The line, without its newline. */
  public static String of(Series series) {
    StringBuilder line = new StringBuilder();
    append(series, line);
    return line.toString();
  }

  /** Appends the line, without its newline. */
  public static void append(Series series, StringBuilder line) {
    boolean isLegacy = isLegacyMetric(series.metric());
    if (isLegacy) {
      line.append(series.metric());
      if (series.labels().isEmpty()) {
        return;
      }
    }
    line.append('{');
    if (!isLegacy) {
      appendQuoted(series.metric(), line);
    }
    boolean isFirst = isLegacy;
    for (Label label : series.labels()) {
      if (!isFirst) {
        line.append(',');
      }
      isFirst = false;
      if (isLegacyLabel(label.name())) {
        line.append(label.name());
      } else {
        appendQuoted(label.name(), line);
      }
      line.append('=');
      appendQuoted(label.value(), line);
    }
    line.append('}');
  }

  /** True for {@code [a-zA-Z_:][a-zA-Z0-9_:]*}. */
  public static boolean isLegacyMetric(String name) {
    return isLegacy(name, true);
  }

  /** True for {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
  public static boolean isLegacyLabel(String name) {
    return isLegacy(name, false);
  }

  private static boolean isLegacy(String name, boolean allowsColon) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean isDigit = c >= '0' && c <= '9' && i > 0;
      if (!isLetter && !isDigit && !(allowsColon && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static void appendQuoted(String text, StringBuilder line) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '"' -> line.append("\\\"");
        case '\n' -> line.append("\\n");
        default -> line.append(c);
      }
    }
    line.append('"');
  }
}

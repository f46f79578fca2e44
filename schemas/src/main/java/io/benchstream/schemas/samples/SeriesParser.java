package io.benchstream.schemas.samples;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a {@link SeriesSet}: {@code name{label="value"}} or, where the name is not a
 * legacy one, {@code {"my.metric",label="value"}}. Blanks between tokens and a comma before the
 * closing brace are let through, since exporters write them.
 *
 * <pre>
 *   series = name [ "{" [ item { "," item } [ "," ] ] "}" ]
 *   item   = quoted | ( name | quoted ) "=" quoted
 * </pre>
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
public final class SeriesParser {
  private static final String METRIC_NAME_LABEL = "__name__";

  private final String line;
  private final List<Label> labels = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private String metric = "";
  private int at;

  private SeriesParser(String line) {
    this.line = line;
  }

  /** The series; empty where the line is not one. */
  public static Optional<Series> parse(String line) {
    SeriesParser parser = new SeriesParser(line);
    return parser.series()
        ? Optional.of(new Series(parser.metric, parser.labels))
        : Optional.empty();
  }

  private boolean series() {
    skipBlanks();
    metric = bareName();
    skipBlanks();
    if (take('{') && !items()) {
      return false;
    }
    skipBlanks();
    return at == line.length() && !metric.isEmpty();
  }

  private boolean items() {
    while (true) {
      skipBlanks();
      if (take('}')) {
        return true;
      }
      if (!item()) {
        return false;
      }
      skipBlanks();
      if (!take(',')) {
        return take('}');
      }
    }
  }

  private boolean item() {
    boolean isQuoted = peek() == '"';
    String name = isQuoted ? quoted() : bareName();
    if (name == null || name.isEmpty()) {
      return false;
    }
    skipBlanks();
    if (!take('=')) {
      return isQuoted && setMetric(name);
    }
    skipBlanks();
    String value = peek() == '"' ? quoted() : null;
    if (value == null) {
      return false;
    }
    if (name.equals(METRIC_NAME_LABEL)) {
      return setMetric(value);
    }
    labels.add(new Label(name, value));
    return names.add(name);
  }

  private boolean setMetric(String name) {
    boolean isFirst = metric.isEmpty();
    metric = name;
    return isFirst;
  }

  /** All up to a character with a meaning: UTF-8 names come without quotes too. */
  private String bareName() {
    int start = at;
    while (at < line.length() && " \t{}=,\"".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(start, at);
  }

  /** Between quotes, unescaped; null where the closing one is missing. */
  private @Nullable String quoted() {
    int start = ++at;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        return line.substring(start, at++);
      }
      if (c == '\\') {
        return unescaped(start);
      }
      at++;
    }
    return null;
  }

  private @Nullable String unescaped(int start) {
    StringBuilder text = new StringBuilder(line.length() - start).append(line, start, at);
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\' && at < line.length()) {
        char escaped = line.charAt(at++);
        switch (escaped) {
          case 'n' -> text.append('\n');
          case '"', '\\' -> text.append(escaped);
          // As Prometheus: an escape that means nothing stands for itself.
          default -> text.append('\\').append(escaped);
        }
      } else {
        text.append(c);
      }
    }
    return null;
  }

  private void skipBlanks() {
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
  }

  private boolean take(char expected) {
    if (peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** NUL at the end. */
  private char peek() {
    return at < line.length() ? line.charAt(at) : '\0';
  }
}

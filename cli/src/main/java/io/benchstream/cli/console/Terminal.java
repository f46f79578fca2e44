package io.benchstream.cli.console;

import java.util.Map;

/**
 * What the standard streams are connected to.
 *
 * @param colours colours may be used: standard output is a terminal and nobody said NO_COLOR
 * @param redraws a line may be drawn again in place
 * @param columns width in characters, 40 or more
 */
public record Terminal(boolean colours, boolean redraws, int columns) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int NARROWEST = 40;

  public Terminal {
    columns = Math.max(NARROWEST, columns);
  }

  /** No terminal: a file, a pipe, a test. */
  public static Terminal none() {
    return new Terminal(false, false, DEFAULT_COLUMNS);
  }

  /**
   * What the environment says. See https://no-color.org for NO_COLOR.
   *
   * @param isTerminal standard output is one
   */
  public static Terminal detect(boolean isTerminal, Map<String, String> environment) {
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = isTerminal && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(colours, isTerminal && !dumb, columns(environment.get("COLUMNS")));
  }

  private static int columns(@org.jspecify.annotations.Nullable String text) {
    try {
      return text == null ? DEFAULT_COLUMNS : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }
}

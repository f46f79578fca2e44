package io.benchstream.aggregator.recipe;

/**
 * One thing wrong with a recipe file.
 *
 * @param line line in the file, from 1; 0 where it cannot be told
 * @param key path of the key, for example {@code recipes[2].unit}
 * @param message value, reason and remedy in words
 */
public record RecipeProblem(int line, String key, String message) {
  /** The problem on one line, with the file's name before it. */
  public String in(String source) {
    return "%s:%d: %s%s".formatted(source, line, key.isEmpty() ? "" : key + ": ", message);
  }
}

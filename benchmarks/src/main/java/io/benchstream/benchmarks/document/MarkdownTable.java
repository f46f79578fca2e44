package io.benchstream.benchmarks.document;

import java.util.List;

/** A table in Markdown. */
final class MarkdownTable {
  private final StringBuilder text = new StringBuilder();
  private final int columns;

  MarkdownTable(String... heads) {
    columns = heads.length;
    line(List.of(heads));
    text.append("|---".repeat(columns)).append("|\n");
  }

  /** Adds a row. */
  MarkdownTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "%d cells in a table of %d columns".formatted(cells.length, columns));
    }
    line(List.of(cells));
    return this;
  }

  private void line(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package io.benchstream.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text, aligned; numbers to the right. */
public final class Table {
  /** Where a column's text stands. */
  public enum Align {
    LEFT,
    RIGHT
  }

  private static final String GAP = "  ";

  private final List<String> titles = new ArrayList<>();
  private final List<Align> aligns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  public Table column(String title, Align align) {
    titles.add(title);
    aligns.add(align);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column; may hold colours
   */
  public Table row(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, titles.size()));
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, titles first, without trailing blanks. */
  public List<String> lines(Console console) {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = VisibleText.width(titles.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], VisibleText.width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(console.style(Style.DIM, line(titles, widths)));
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - VisibleText.width(cells.get(i)));
      boolean right = aligns.get(i) == Align.RIGHT;
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding : "")
          .append(cells.get(i))
          .append(right ? "" : padding);
    }
    return line.toString().stripTrailing();
  }
}

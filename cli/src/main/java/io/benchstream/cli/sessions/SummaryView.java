package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The KPIs of a collected window for people: a table for each job. */
public final class SummaryView {
  /** Below it a value is marked: that much was not seen. */
  private static final double LOW = 0.9;

  private final Console console;

  public SummaryView(Console console) {
    this.console = console;
  }

  /**
   * Prints them to standard output, and beside it how many had no room.
   *
   * @param collection the window as the gateway tells it
   */
  public void print(JsonNode collection, List<SummaryLine> lines) {
    print(lines);
    int leftOut = collection.path("kpis_left_out").asInt();
    if (leftOut > 0) {
      console.note(
          console.style(
              Style.YELLOW,
              "%d KPIs are missing: there are more than one report holds; collect sessions with fewer jobs"
                  .formatted(leftOut)));
    }
  }

  private void print(List<SummaryLine> lines) {
    Map<String, List<SummaryLine>> byScope =
        lines.stream()
            .collect(
                Collectors.groupingBy(SummaryLine::scope, LinkedHashMap::new, Collectors.toList()));
    boolean first = true;
    for (Map.Entry<String, List<SummaryLine>> scope : byScope.entrySet()) {
      if (!first) {
        console.line("");
      }
      first = false;
      console.line(console.style(Style.BOLD, scope.getKey()));
      table(scope.getValue()).lines(console).forEach(console::line);
    }
  }

  private Table table(List<SummaryLine> lines) {
    Table table =
        new Table()
            .column("KPI", Align.LEFT)
            .column("", Align.LEFT)
            .column("VALUE", Align.RIGHT)
            .column("UNIT", Align.LEFT)
            .column("COVERAGE", Align.RIGHT);
    String before = "";
    for (SummaryLine line : lines) {
      String name = line.labels().isEmpty() ? line.kpi() : line.kpi() + "{" + line.labels() + "}";
      boolean again = name.equals(before);
      table.row(
          again ? "" : name,
          line.stat().equals("value") ? "" : line.stat(),
          Numbers.significant(line.value()),
          again ? "" : line.unit(),
          again ? "" : coverage(line.coverage()));
      before = name;
    }
    return table;
  }

  private String coverage(double ratio) {
    String text = String.format(Locale.ROOT, "%.0f %%", Math.floor(100 * ratio));
    return ratio < LOW ? console.style(Style.YELLOW, text) : text;
  }
}

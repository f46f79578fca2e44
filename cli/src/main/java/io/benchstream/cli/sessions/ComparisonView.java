package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A comparison for people. */
final class ComparisonView {
  private final Console console;

  ComparisonView(Console console) {
    this.console = console;
  }

  /** Prints the figures to standard output, and what was compared and what failed beside it. */
  void print(ComparisonVerdict verdict) {
    JsonNode comparison = verdict.comparison();
    table(comparison).lines(console).forEach(console::line);
    for (String side : new String[] {"a", "b"}) {
      JsonNode session = comparison.path("session_" + side);
      console.note(
          "%s: %s, %s to %s"
              .formatted(
                  side.toUpperCase(Locale.ROOT),
                  session.path("session_id").asText(),
                  session.path("start_time").asText(),
                  session.path("end_time").asText()));
      for (JsonNode only : comparison.path("only_" + side)) {
        console.note(
            "Only %s has %s.".formatted(session.path("session_id").asText(), only.asText()));
      }
    }
    verdict.unclear().forEach(figure -> console.note(told(Style.YELLOW, "unclear: ", figure)));
    verdict.failed().forEach(figure -> console.note(told(Style.RED, "regression: ", figure)));
    if (verdict.failed().isEmpty()) {
      console.note(console.style(Style.GREEN, "No regression."));
    }
  }

  private String told(Style style, String word, JsonNode figure) {
    return "%s%s of %s changed by %s (95 %% interval %s), allowed is %s"
        .formatted(
            console.style(style, word),
            figure.path("figure").asText(),
            scope(figure),
            change(JsonNumber.of(figure.path("ratio"))),
            interval(figure),
            percent(JsonNumber.of(figure.path("tolerance"))));
  }

  private Table table(JsonNode comparison) {
    Set<String> scopes = new HashSet<>();
    comparison.path("figures").forEach(figure -> scopes.add(scope(figure)));
    boolean several = scopes.size() > 1;
    Table table = new Table().column("FIGURE", Align.LEFT);
    if (several) {
      table.column("OF", Align.LEFT);
    }
    table
        .column("A", Align.RIGHT)
        .column("B", Align.RIGHT)
        .column("UNIT", Align.LEFT)
        .column("CHANGE", Align.RIGHT)
        .column("95 % INTERVAL", Align.RIGHT)
        .column("LIMIT", Align.RIGHT)
        .column("", Align.LEFT);
    for (JsonNode figure : comparison.path("figures")) {
      String name = figure.path("figure").asText();
      String[] cells = {
        Numbers.significant(JsonNumber.of(figure.path("a"))),
        Numbers.significant(JsonNumber.of(figure.path("b"))),
        figure.path("unit").asText(),
        change(JsonNumber.of(figure.path("ratio"))),
        interval(figure),
        percent(JsonNumber.of(figure.path("tolerance"))),
        verdict(figure.path("verdict").asText())
      };
      String[] row = new String[cells.length + (several ? 2 : 1)];
      row[0] = name;
      row[1] = scope(figure);
      System.arraycopy(cells, 0, row, row.length - cells.length, cells.length);
      table.row(row);
    }
    return table;
  }

  private static String scope(JsonNode figure) {
    StringBuilder text = new StringBuilder(figure.path("scope").asText());
    figure
        .path("labels")
        .properties()
        .forEach(
            label ->
                text.append(' ')
                    .append(label.getKey())
                    .append('=')
                    .append(label.getValue().asText()));
    return text.toString();
  }

  private String verdict(String word) {
    String text = word.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "WORSE" -> console.style(Style.RED, text);
      case "BETTER" -> console.style(Style.GREEN, text);
      case "CHANGED" -> console.style(Style.YELLOW, text);
      default -> console.style(Style.DIM, text);
    };
  }

  private static String interval(JsonNode figure) {
    double low = JsonNumber.of(figure.path("low"));
    double high = JsonNumber.of(figure.path("high"));
    return Double.isNaN(low) ? "-" : change(low) + " to " + change(high);
  }

  /** A ratio as the change that it is. */
  private static String change(double ratio) {
    if (Double.isNaN(ratio)) {
      return "-";
    }
    return Double.isInfinite(ratio)
        ? "+Inf"
        : String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
  }

  private static String percent(double part) {
    return Numbers.significant(Math.rint(part * 1e8) / 1e6) + " %";
  }
}

package io.benchstream.cli.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dashboard of Grafana, as its file has it. */
public record Dashboard(Path file, JsonNode json) {
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  /** A query of a panel. */
  public record Query(String dashboard, String panel, String expression) {
    @Override
    public String toString() {
      return "%s, %s: %s".formatted(dashboard, panel, expression);
    }
  }

  /** The query of a variable: the values of a label, of the series that a selector finds. */
  public record Variable(String dashboard, String name, String selector, String label) {}

  static List<Dashboard> readAll(Path directory) throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        dashboards.add(new Dashboard(file, new ObjectMapper().readTree(file.toFile())));
      }
    }
    dashboards.sort(Comparator.comparing(Dashboard::name));
    return dashboards;
  }

  String name() {
    return json.required("uid").asText();
  }

  /** The panels that show something. */
  List<JsonNode> panels() {
    return json.required("panels")
        .valueStream()
        .filter(panel -> !panel.required("type").asText().equals("row"))
        .toList();
  }

  /** Those of all panels and of the annotations. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.required("targets")) {
        queries.add(
            new Query(name(), panel.required("title").asText(), target.required("expr").asText()));
      }
    }
    return queries;
  }

  List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (JsonNode variable : json.required("templating").required("list")) {
      String query = variable.required("query").required("query").asText();
      Matcher values = LABEL_VALUES.matcher(query);
      if (!values.matches()) {
        throw new IllegalStateException("%s: '%s' is not known here".formatted(name(), query));
      }
      variables.add(
          new Variable(
              name(), variable.required("name").asText(), values.group(1), values.group(2)));
    }
    return variables;
  }

  /** The expression with what Grafana puts in for its variables, where all of them are chosen. */
  static String chosen(String expression) {
    return expression
        .replace("$__rate_interval", "20s")
        .replace("$__range", "10m")
        .replaceAll("\\$(cluster|job|instance|model)\\b", ".*");
  }
}

package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One value of a KPI over a collected window.
 *
 * @param scope {@code <cluster>/<job>}
 * @param labels {@code name=value}, separated by commas
 * @param coverage how much of the window was seen, 0 to 1
 */
public record SummaryLine(
    String scope,
    String labels,
    String kpi,
    String stat,
    String unit,
    double value,
    double coverage) {

  /** Those of an answer of collect. */
  public static List<SummaryLine> of(JsonNode collection) {
    List<SummaryLine> lines = new ArrayList<>();
    for (JsonNode kpi : collection.path("kpis")) {
      lines.add(
          new SummaryLine(
              kpi.path("scope").asText(),
              kpi.path("labels").asText(),
              kpi.path("kpi").asText(),
              kpi.path("stat").asText(),
              kpi.path("unit").asText(),
              JsonNumber.of(kpi.path("value")),
              JsonNumber.of(kpi.path("coverage"))));
    }
    return lines;
  }

  /**
   * Those of a {@code metrics_summary.csv}.
   *
   * @throws CommandFailure where it is none
   */
  static List<SummaryLine> ofCsv(byte[] csv) {
    List<SummaryLine> lines = new ArrayList<>();
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(csv)) {
      while (rows.hasNext()) {
        Map<String, String> row = rows.next();
        lines.add(
            new SummaryLine(
                row.getOrDefault("scope", ""),
                row.getOrDefault("labels", ""),
                row.getOrDefault("kpi", ""),
                row.getOrDefault("stat", ""),
                row.getOrDefault("unit", ""),
                JsonNumber.parse(row.getOrDefault("value", "")),
                JsonNumber.parse(row.getOrDefault("coverage", ""))));
      }
      return lines;
    } catch (IOException | NumberFormatException e) {
      throw new CommandFailure("metrics_summary.csv cannot be read: " + e.getMessage(), e);
    }
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("scope", scope)
            .put("labels", labels)
            .put("kpi", kpi)
            .put("stat", stat)
            .put("unit", unit);
    put(json, "value", value);
    put(json, "coverage", coverage);
    return json;
  }

  private static void put(ObjectNode json, String name, double number) {
    if (Double.isFinite(number)) {
      json.put(name, number);
    } else {
      json.putNull(name);
    }
  }
}

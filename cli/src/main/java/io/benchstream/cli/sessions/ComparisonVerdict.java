package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a comparison says against limits.
 *
 * @param comparison as the gateway answers it
 * @param failed figures that decide and are worse than their limit allows
 * @param unclear figures that decide and of which nobody can tell
 */
record ComparisonVerdict(JsonNode comparison, List<JsonNode> failed, List<JsonNode> unclear) {
  ComparisonVerdict {
    failed = List.copyOf(failed);
    unclear = List.copyOf(unclear);
  }

  /**
   * Judges.
   *
   * @throws CommandFailure where a limit names a figure that the two do not share
   */
  static ComparisonVerdict of(JsonNode comparison, RegressionLimits limits) {
    refuseUnknown(comparison, limits);
    List<JsonNode> failed = new ArrayList<>();
    List<JsonNode> unclear = new ArrayList<>();
    for (JsonNode figure : comparison.path("figures")) {
      String name = figure.path("figure").asText();
      String verdict = figure.path("verdict").asText();
      // Which way is worse nobody can say of some: who names one wants it not to change.
      boolean worse =
          verdict.equals("WORSE") || (verdict.equals("CHANGED") && limits.isNamed(name));
      if (limits.decides(name) && worse) {
        failed.add(figure);
      } else if (limits.decides(name) && verdict.equals("UNCLEAR")) {
        unclear.add(figure);
      }
    }
    return new ComparisonVerdict(comparison, failed, unclear);
  }

  private static void refuseUnknown(JsonNode comparison, RegressionLimits limits) {
    TreeSet<String> known = new TreeSet<>(comparison.path("figures").findValuesAsText("figure"));
    List<String> unknown = limits.unknown(List.copyOf(known));
    if (unknown.isEmpty()) {
      return;
    }
    String first = unknown.getFirst();
    for (String side : List.of("a", "b")) {
      for (JsonNode only : comparison.path("only_" + side)) {
        if (RegressionLimits.names(only.asText(), first) || only.asText().equals(first)) {
          throw new CommandFailure(
              "--max-regression %s: only session %s has it, so it cannot be compared"
                  .formatted(first, comparison.at("/session_" + side + "/session_id").asText()));
        }
      }
    }
    throw CommandFailure.usage(
        "--max-regression %s: there is no such figure; the two sessions have %s"
            .formatted(first, String.join(", ", known)),
        null);
  }

  /** The gateway's answer, and what became of the limits. */
  ObjectNode json(boolean passed) {
    ObjectNode json = comparison.deepCopy();
    json.put("passed", passed);
    ArrayNode names = json.putArray("failed");
    failed.forEach(figure -> names.add(figure.path("figure").asText()));
    return json;
  }
}

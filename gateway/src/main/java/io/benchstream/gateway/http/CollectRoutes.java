package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.artifact.Collected;
import io.benchstream.gateway.artifact.SummaryRow;
import io.benchstream.gateway.collect.Collector;
import io.benchstream.gateway.collect.Comparisons;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.kpi.compare.FigureComparison;
import io.benchstream.kpi.compare.SessionComparison;
import io.benchstream.kpi.compare.Tolerances;
import io.benchstream.schemas.KpiScope;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The operations {@code collectSession} and {@code compareSessions}. */
final class CollectRoutes {
  private final Collector collector;
  private final Comparisons comparisons;
  private final ArtifactRoutes artifacts;
  private final BlockingCalls collectCalls;
  private final BlockingCalls compareCalls;
  private final RequestBody collectRequest;

  CollectRoutes(
      Collector collector,
      Comparisons comparisons,
      ArtifactRoutes artifacts,
      BlockingCalls collectCalls,
      BlockingCalls compareCalls,
      ApiContract contract) {
    this.collector = collector;
    this.comparisons = comparisons;
    this.artifacts = artifacts;
    this.collectCalls = collectCalls;
    this.compareCalls = compareCalls;
    this.collectRequest = new RequestBody(contract, "CollectRequest");
  }

  void collect(RoutingContext context, Parameters parameters) {
    JsonNode body = collectRequest.read(context);
    collectCalls.run(
        context,
        () -> answer(collector.collect(parameters.required("session_id"), body)),
        collected -> Answers.json(context, 200, collected));
  }

  private ObjectNode answer(Collected collected) {
    ObjectNode json =
        artifacts
            .collection(collected.session(), collected.window())
            .orElseThrow(() -> new IllegalStateException("the files that were written are gone"));
    ArrayNode kpis = json.putArray("kpis");
    for (SummaryRow row : collected.summary()) {
      kpis.addObject()
          .put("scope", row.scope())
          .put("labels", row.labels())
          .put("kpi", row.kpi())
          .put("stat", row.stat())
          .put("unit", row.unit())
          .put("value", row.value())
          .put("coverage", row.coverage());
    }
    return json;
  }

  void compare(RoutingContext context, Parameters parameters) {
    Tolerances tolerances = tolerances(parameters);
    Comparisons.Wanted before =
        new Comparisons.Wanted(
            "window_a", parameters.required("session_a"), parameters.text("window_a"));
    Comparisons.Wanted after =
        new Comparisons.Wanted(
            "window_b", parameters.required("session_b"), parameters.text("window_b"));
    compareCalls.run(
        context,
        () -> answer(comparisons.compare(before, after, tolerances)),
        compared -> Answers.json(context, 200, compared));
  }

  private static Tolerances tolerances(Parameters parameters) {
    String usual = parameters.text("tolerance");
    String named = parameters.text("tolerances");
    Map<String, Double> byFigure = new HashMap<>();
    for (String each : named == null ? new String[0] : named.split(",", -1)) {
      String[] parts = each.split("=", 2);
      byFigure.put(parts[0], Double.valueOf(parts[1]));
    }
    try {
      return new Tolerances(usual == null ? 0.05 : Double.parseDouble(usual), byFigure);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.badRequest(
              usual == null ? "tolerances" : "tolerance", String.valueOf(e.getMessage())));
    }
  }

  private static ObjectNode answer(Comparisons.Result result) {
    SessionComparison comparison = result.comparison();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("session_a", side(result.before()));
    json.set("session_b", side(result.after()));
    json.put("regression", comparison.hasRegression());
    ArrayNode figures = json.putArray("figures");
    comparison.figures().forEach(figure -> figures.add(figure(figure)));
    ArrayNode onlyBefore = json.putArray("only_a");
    comparison.onlyBefore().forEach(onlyBefore::add);
    ArrayNode onlyAfter = json.putArray("only_b");
    comparison.onlyAfter().forEach(onlyAfter::add);
    return json;
  }

  private static ObjectNode side(Comparisons.Side side) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("session_id", side.sessionId())
        .put("window_id", side.windowId())
        .put("start_time", side.start().toString())
        .put("end_time", side.end().toString());
  }

  private static ObjectNode figure(FigureComparison figure) {
    KpiScope scope = figure.scope();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("figure", figure.figure());
    json.put(
        "scope",
        scope.getJob() == null ? scope.getCluster() : scope.getCluster() + "/" + scope.getJob());
    ObjectNode labels = json.putObject("labels");
    new TreeMap<>(scope.getLabels()).forEach(labels::put);
    json.put("unit", figure.unit());
    number(json, "a", figure.before());
    number(json, "b", figure.after());
    number(json, "ratio", figure.ratio());
    number(json, "low", figure.interval().low());
    number(json, "high", figure.interval().high());
    json.put("tolerance", figure.tolerance());
    json.put("direction", figure.direction().name());
    json.put("verdict", figure.verdict().name());
    json.put("windows_a", figure.windowsBefore());
    json.put("windows_b", figure.windowsAfter());
    return json;
  }

  private static void number(ObjectNode json, String name, double value) {
    if (Double.isNaN(value)) {
      json.putNull(name);
    } else if (Double.isInfinite(value)) {
      json.put(name, value > 0 ? "+Inf" : "-Inf");
    } else {
      json.put(name, value);
    }
  }
}

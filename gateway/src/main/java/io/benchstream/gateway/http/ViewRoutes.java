package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.KpiWindow;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/kpis} and {@code GET /api/v1/targets}. */
final class ViewRoutes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Of use to programs that merge windows, who read the topic; too long for an answer. */
  private static final String PARTIAL = "partial";

  private final LatestKpis kpis;
  private final TargetCatalogue targets;
  private final AvroJsonWriter writer = new AvroJsonWriter();

  ViewRoutes(LatestKpis kpis, TargetCatalogue targets) {
    this.kpis = kpis;
    this.targets = targets;
  }

  void mount(Router router) {
    router.get("/api/v1/kpis").handler(this::kpis);
    router.get("/api/v1/targets").handler(this::targets);
  }

  private void kpis(RoutingContext context) {
    known(context, Set.of("cluster", "job", "kpi", "since"));
    ArrayNode found = NODES.arrayNode();
    for (KpiWindow window :
        kpis.find(
            one(context, "cluster"),
            one(context, "job"),
            one(context, "kpi"),
            time(context, "since"))) {
      ObjectNode json = writer.write(window);
      json.remove(PARTIAL);
      found.add(json);
    }
    Answers.json(context, 200, NODES.objectNode().set("kpis", found));
  }

  private void targets(RoutingContext context) {
    known(context, Set.of("cluster", "job"));
    ArrayNode found = NODES.arrayNode();
    for (TargetCatalogue.Entry entry : targets.find(one(context, "cluster"), one(context, "job"))) {
      ObjectNode json = writer.write(entry.target());
      json.set("status", entry.status().map(writer::write).orElse(null));
      found.add(json);
    }
    Answers.json(context, 200, NODES.objectNode().set("targets", found));
  }

  private static void known(RoutingContext context, Set<String> names) {
    for (String name : context.queryParams().names()) {
      if (!names.contains(name)) {
        throw new ProblemException(
            Problem.badRequest(
                name, "unknown parameter '%s'; known are %s".formatted(name, names)));
      }
    }
  }

  private static @Nullable String one(RoutingContext context, String name) {
    return context.queryParams().get(name);
  }

  private static Instant time(RoutingContext context, String name) {
    String text = one(context, name);
    if (text == null) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          Problem.badRequest(
              name, "'%s' is not a time such as 2026-05-01T12:00:00Z".formatted(text)));
    }
  }
}

package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.Page;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.KpiWindow;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** The operations {@code getKpis} and {@code getTargets}. */
final class ViewRoutes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int USUAL_LIMIT = 1_000;

  private final LatestKpis kpis;
  private final TargetCatalogue targets;
  private final KpiJson kpiJson = new KpiJson();
  private final AvroJsonWriter writer = new AvroJsonWriter();

  ViewRoutes(LatestKpis kpis, TargetCatalogue targets) {
    this.kpis = kpis;
    this.targets = targets;
  }

  void kpis(RoutingContext context, Parameters parameters) {
    Page<KpiWindow> page =
        kpis.find(
            new LatestKpis.Filter(
                parameters.text("cluster"),
                parameters.text("job"),
                parameters.text("kpi"),
                parameters.text("scope"),
                parameters.time("since", Instant.EPOCH)),
            parameters.text("after"),
            parameters.number("limit", USUAL_LIMIT));
    ArrayNode found = NODES.arrayNode();
    for (KpiWindow window : page.items()) {
      found.add(kpiJson.write(window));
    }
    answer(context, "kpis", found, page);
  }

  void targets(RoutingContext context, Parameters parameters) {
    Page<TargetCatalogue.Entry> page =
        targets.find(
            parameters.text("cluster"),
            parameters.text("job"),
            parameters.text("after"),
            parameters.number("limit", USUAL_LIMIT));
    ArrayNode found = NODES.arrayNode();
    for (TargetCatalogue.Entry entry : page.items()) {
      ObjectNode json = writer.write(entry.target());
      json.set("status", entry.status().map(writer::write).orElse(null));
      found.add(json);
    }
    answer(context, "targets", found, page);
  }

  private static void answer(RoutingContext context, String name, ArrayNode items, Page<?> page) {
    ObjectNode body = NODES.objectNode();
    body.set(name, items);
    page.next().ifPresent(next -> body.put("next", next));
    Answers.json(context, 200, body);
  }
}

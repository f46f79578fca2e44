package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.view.Page;
import io.benchstream.gateway.view.ResourceCatalogue;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.gateway.view.Views;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.vertx.ext.web.RoutingContext;

/** The operations that tell what there is and how it goes. */
final class ViewRoutes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int USUAL_LIMIT = 1_000;

  private static final String RECENT_EVENTS = "recentEvents";

  private final TargetCatalogue targets;
  private final ResourceCatalogue resources;
  private final AvroJsonWriter writer = new AvroJsonWriter();

  ViewRoutes(Views views) {
    this.targets = views.targets();
    this.resources = views.resources();
  }

  void clusters(RoutingContext context, Parameters parameters) {
    resources(context, parameters, ResourceType.CLUSTER, "clusters");
  }

  void jobs(RoutingContext context, Parameters parameters) {
    resources(context, parameters, ResourceType.JOB, "jobs");
  }

  private void resources(
      RoutingContext context, Parameters parameters, ResourceType type, String name) {
    String phase = parameters.text("phase");
    Page<Resource> page =
        resources.find(
            new ResourceCatalogue.Filter(
                type,
                parameters.text("cluster"),
                parameters.text("job"),
                phase == null ? null : Phase.valueOf(phase)),
            parameters.text("after"),
            parameters.number("limit", USUAL_LIMIT));
    ArrayNode found = NODES.arrayNode();
    for (Resource resource : page.items()) {
      ObjectNode json = writer.write(resource);
      json.remove(RECENT_EVENTS);
      found.add(json);
    }
    answer(context, name, found, page);
  }

  void prometheusTargets(RoutingContext context, Parameters parameters) {
    Page<TargetCatalogue.Entry> page = page(parameters);
    ObjectNode body = NODES.objectNode();
    body.put("status", "success");
    ObjectNode data = body.putObject("data");
    ArrayNode active = data.putArray("activeTargets");
    page.items().forEach(entry -> active.add(PrometheusShape.of(entry)));
    data.putArray("droppedTargets");
    page.next().ifPresent(next -> body.put("next", next));
    Answers.json(context, 200, body);
  }

  private Page<TargetCatalogue.Entry> page(Parameters parameters) {
    return targets.find(
        parameters.text("cluster"),
        parameters.text("job"),
        parameters.text("after"),
        parameters.number("limit", USUAL_LIMIT));
  }

  void targets(RoutingContext context, Parameters parameters) {
    Page<TargetCatalogue.Entry> page = page(parameters);
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

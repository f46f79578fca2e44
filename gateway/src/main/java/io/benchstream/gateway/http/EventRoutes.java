package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.gateway.event.CloudEventReader;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.schemas.LifecycleEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** {@code POST /api/v1/events}: answered 202 once the broker has the events. */
final class EventRoutes {
  private final CloudEventReader reader;
  private final EventProducer producer;

  EventRoutes(CloudEventReader reader, EventProducer producer) {
    this.reader = reader;
    this.producer = producer;
  }

  void mount(Router router) {
    router.post("/api/v1/events").blockingHandler(this::post, false);
  }

  private void post(RoutingContext context) {
    Buffer body = context.body().buffer();
    List<LifecycleEvent> events =
        reader.read(
            context.request().getHeader("Content-Type"),
            headers(context),
            body == null ? new byte[0] : body.getBytes());
    try {
      producer.send(events);
    } catch (ExecutionException e) {
      throw new ProblemException(
          Problem.of(
              503,
              "Broker not available",
              "the broker did not take the events (%s); send them again, with the same ids: an event that did arrive is recognised"
                  .formatted(e.getCause() == null ? e : e.getCause().getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.of(503, "Stopping", "the gateway is being stopped"));
    }
    Answers.json(
        context, 202, JsonNodeFactory.instance.objectNode().put("accepted", events.size()));
  }

  private static Map<String, String> headers(RoutingContext context) {
    Map<String, String> headers = new HashMap<>();
    context
        .request()
        .headers()
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }
}

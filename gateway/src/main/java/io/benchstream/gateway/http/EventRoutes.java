package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.gateway.event.CloudEventReader;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.kafka.UnavailableException;
import io.benchstream.schemas.LifecycleEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The operation {@code postEvents}: answered 202 once the broker has the events. */
final class EventRoutes {
  private static final long COME_BACK_SECONDS = 5;

  private final CloudEventReader reader;
  private final EventProducer producer;
  private final BlockingCalls calls;

  EventRoutes(CloudEventReader reader, EventProducer producer, BlockingCalls calls) {
    this.reader = reader;
    this.producer = producer;
    this.calls = calls;
  }

  void post(RoutingContext context) {
    String contentType = context.request().getHeader("Content-Type");
    Map<String, String> headers = headers(context);
    Buffer body = context.body().buffer();
    calls.run(
        context,
        () -> take(contentType, headers, body == null ? new byte[0] : body.getBytes()),
        count ->
            Answers.json(
                context, 202, JsonNodeFactory.instance.objectNode().put("accepted", count)));
  }

  /** Blocks until the broker has the events. */
  private int take(@Nullable String contentType, Map<String, String> headers, byte[] body) {
    List<LifecycleEvent> events = reader.read(contentType, headers, body);
    try {
      producer.send(events);
      return events.size();
    } catch (UnavailableException e) {
      throw comeBack("Registry not available", e.getMessage() + "; send the events again");
    } catch (ExecutionException e) {
      throw comeBack(
          "Broker not available",
          "the broker did not take the events (%s); send them again, with the same ids: an event that did arrive is recognised"
              .formatted(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw comeBack("Stopping", "the gateway is being stopped");
    }
  }

  private static ProblemException comeBack(String title, String detail) {
    return new ProblemException(Problem.comeBack(503, title, detail, COME_BACK_SECONDS));
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

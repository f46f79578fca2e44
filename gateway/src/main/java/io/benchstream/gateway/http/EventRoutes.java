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
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The operation {@code postEvents}: answered 202 once the broker has the events. Each request holds
 * a thread while it waits for the broker, so only so many wait at a time.
 */
final class EventRoutes {
  /** Below the number of Vert.x' worker threads, which serve /metrics, too. */
  private static final int MOST_WAITING = 16;

  private final CloudEventReader reader;
  private final EventProducer producer;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  EventRoutes(CloudEventReader reader, EventProducer producer) {
    this.reader = reader;
    this.producer = producer;
  }

  void post(RoutingContext context) {
    if (!waiting.tryAcquire()) {
      context.response().putHeader("Retry-After", "1");
      throw new ProblemException(
          Problem.of(
              503,
              "Too many requests",
              "%d requests wait for the broker already; send it again in a second, or send batches"
                  .formatted(MOST_WAITING)));
    }
    String contentType = context.request().getHeader("Content-Type");
    Map<String, String> headers = headers(context);
    Buffer body = context.body().buffer();
    context
        .vertx()
        .executeBlocking(
            () -> take(contentType, headers, body == null ? new byte[0] : body.getBytes()), false)
        .onComplete(done -> waiting.release())
        .onSuccess(
            count ->
                Answers.json(
                    context, 202, JsonNodeFactory.instance.objectNode().put("accepted", count)))
        .onFailure(context::fail);
  }

  /** Blocks until the broker has the events. */
  private int take(@Nullable String contentType, Map<String, String> headers, byte[] body) {
    List<LifecycleEvent> events = reader.read(contentType, headers, body);
    try {
      producer.send(events);
      return events.size();
    } catch (UnavailableException e) {
      throw new ProblemException(
          Problem.of(503, "Registry not available", e.getMessage() + "; send the events again"));
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

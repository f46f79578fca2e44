package io.benchstream.runtime.health;

import io.benchstream.runtime.metrics.Metrics;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The routes {@code /healthz}, {@code /readyz} and {@code /metrics}, for any server's router. */
public final class HealthRoutes {
  private final Health health;
  private final Metrics metrics;

  public HealthRoutes(Health health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /** Adds the routes. {@code /readyz} answers 503 with the reasons until every part is ready. */
  public void mount(Router router) {
    router
        .get("/healthz")
        .handler(context -> json(context, 200, new JsonObject().put("status", "ok")));
    router.get("/readyz").handler(this::ready);
    router
        .get("/metrics")
        .blockingHandler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.page()),
            false);
  }

  private void ready(RoutingContext context) {
    Map<String, String> unready = health.unready();
    JsonObject waiting = new JsonObject();
    unready.forEach(waiting::put);
    if (unready.isEmpty()) {
      json(context, 200, new JsonObject().put("status", "ready"));
    } else {
      json(context, 503, new JsonObject().put("status", "not ready").put("waiting_for", waiting));
    }
  }

  private static void json(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }
}

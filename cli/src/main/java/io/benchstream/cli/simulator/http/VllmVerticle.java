package io.benchstream.cli.simulator.http;

import io.benchstream.cli.simulator.engine.CompletionRequest;
import io.benchstream.cli.simulator.engine.VllmEngine;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The routes. Runs on one event loop, which also moves the engine. */
final class VllmVerticle extends AbstractVerticle {
  private static final int BODY_LIMIT = 1 << 20;

  private final VllmEngine engine;
  private final String host;
  private final int port;
  private final Clock clock;
  private final long zeroNanos = System.nanoTime();
  private volatile int actualPort;
  private long replies;
  private long timer = -1;
  private long timerAtNanos = Long.MAX_VALUE;

  VllmVerticle(VllmEngine engine, String host, int port, Clock clock) {
    this.engine = engine;
    this.host = host;
    this.port = port;
    this.clock = clock;
  }

  @Override
  public void start(Promise<Void> started) {
    Router router = Router.router(vertx);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
    router.get("/metrics").handler(this::metrics);
    router.get("/health").handler(call -> call.response().end());
    router.get("/v1/models").handler(this::models);
    router.post("/v1/completions").handler(body).handler(call -> completion(call, false));
    router.post("/v1/chat/completions").handler(body).handler(call -> completion(call, true));
    router.errorHandler(
        413, call -> error(call, 413, "the body is larger than %d bytes".formatted(BODY_LIMIT)));
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(port, host)
        .onSuccess((HttpServer server) -> actualPort = server.actualPort())
        .<Void>mapEmpty()
        .onComplete(started);
  }

  int actualPort() {
    return actualPort;
  }

  private void metrics(RoutingContext call) {
    call.response()
        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
        .end(engine.page(now(), clock.instant()));
  }

  private void models(RoutingContext call) {
    JsonObject model =
        new JsonObject()
            .put("id", engine.config().modelName())
            .put("object", "model")
            .put("owned_by", "benchstream")
            .put("max_model_len", engine.config().maxModelLength());
    call.json(new JsonObject().put("object", "list").put("data", new JsonArray().add(model)));
  }

  private void completion(RoutingContext call, boolean chat) {
    CompletionRequest request;
    OptionalLong id;
    try {
      JsonObject json = call.body().asJsonObject();
      request = RequestBody.parse(json == null ? new JsonObject() : json, chat);
      OpenAiReply reply =
          new OpenAiReply(
              call.response(),
              "cmpl-" + ++replies,
              engine.config().modelName(),
              chat,
              request.stream(),
              clock.millis() / 1000);
      id = engine.submit(now(), request, reply);
    } catch (RuntimeException e) {
      error(call, 400, String.valueOf(e.getMessage()));
      return;
    }
    if (id.isEmpty()) {
      error(
          call,
          503,
          "%d requests run and %d wait: the queue is full"
              .formatted(engine.config().maxRunning(), engine.config().maxWaiting()));
      return;
    }
    call.response()
        .closeHandler(
            closed -> {
              engine.abort(now(), id.getAsLong());
              schedule();
            });
    schedule();
  }

  /** Keeps one timer, at the time the engine has something to tell. */
  private void schedule() {
    OptionalLong wake = engine.nextWakeNanos();
    if (wake.isEmpty() || wake.getAsLong() >= timerAtNanos) {
      return;
    }
    vertx.cancelTimer(timer);
    timerAtNanos = wake.getAsLong();
    long millis = TimeUnit.NANOSECONDS.toMillis(timerAtNanos - now() + 999_999);
    timer =
        vertx.setTimer(
            Math.max(1, millis),
            fired -> {
              timerAtNanos = Long.MAX_VALUE;
              engine.advance(now());
              schedule();
            });
  }

  private long now() {
    return System.nanoTime() - zeroNanos;
  }

  private static void error(RoutingContext call, int status, String message) {
    JsonObject error =
        new JsonObject()
            .put("message", message)
            .put("type", status == 503 ? "ServiceUnavailableError" : "BadRequestError")
            .put("code", status);
    call.response().setStatusCode(status);
    call.json(new JsonObject().put("error", error));
  }
}

package io.benchstream.gateway.http;

import io.benchstream.gateway.event.CloudEventReader;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.health.HealthRoutes;
import io.benchstream.runtime.health.HttpServers;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the gateway; its routes are those of the contract, openapi.yaml. */
public final class HttpApi implements Component {
  /** The largest body of a request. */
  static final long MAX_BODY_BYTES = 1024 * 1024;

  private static final long TIMEOUT_MILLIS = 30_000;

  private final ServerConfig config;
  private final Vertx vertx = Vertx.vertx();
  private final ApiContract contract = new ApiContract();
  private final HealthRoutes health;
  private final EventProducer producer;
  private final EventRoutes events;
  private final ViewRoutes views;
  private @Nullable HttpServer server;

  public HttpApi(
      ServerConfig config,
      KafkaClients clients,
      RegistryRecords records,
      LatestKpis kpis,
      TargetCatalogue targets,
      ServiceContext context) {
    this.config = config;
    this.producer = new EventProducer(clients, records);
    this.health = new HealthRoutes(context.health(), context.metrics());
    this.events =
        new EventRoutes(new CloudEventReader(new DataSchema(contract), context.clock()), producer);
    this.views = new ViewRoutes(kpis, targets);
  }

  @Override
  public void start() {
    server = HttpServers.listen(vertx, config, "server.port", router());
  }

  private Router router() {
    OpenAPIContract operations = contract.forRouter(vertx);
    RouterBuilder builder = RouterBuilder.create(vertx, operations);
    builder.rootHandler(TimeoutHandler.create(TIMEOUT_MILLIS));
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    // The reader of events and Parameters check what comes in, by the same contract.
    builder.getRoutes().forEach(route -> route.setDoValidation(false));
    operation(builder, operations, "postEvents", (context, parameters) -> events.post(context));
    operation(builder, operations, "getKpis", views::kpis);
    operation(builder, operations, "getTargets", views::targets);
    Router router = builder.createRouter();
    router
        .get("/api/v1/openapi.yaml")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "application/yaml")
                    .end(Buffer.buffer(contract.text())));
    health.mount(router);
    router.route().failureHandler(Answers::failure);
    IntStream.of(400, 404, 405, 413, 500, 503)
        .forEach(status -> router.errorHandler(status, Answers::failure));
    return router;
  }

  private static void operation(
      RouterBuilder builder,
      OpenAPIContract operations,
      String id,
      BiConsumer<RoutingContext, Parameters> handler) {
    Operation operation = operations.operation(id);
    OpenAPIRoute route = builder.getRoute(id);
    if (operation == null || route == null) {
      throw new IllegalStateException("the contract has no operation " + id);
    }
    route.addHandler(
        context ->
            handler.accept(
                context,
                Parameters.read(
                    context.queryParams(), operation, operations.getSchemaRepository())));
  }

  /** The port it listens on, once started. */
  public int port() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    producer.close();
  }
}

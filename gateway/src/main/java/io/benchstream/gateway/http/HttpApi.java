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
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the gateway. */
public final class HttpApi implements Component {
  /** The largest body of a request. */
  static final long MAX_BODY_BYTES = 1024 * 1024;

  private static final long TIMEOUT_MILLIS = 30_000;

  private final ServerConfig config;
  private final Vertx vertx = Vertx.vertx();
  private final Router router;
  private final EventProducer producer;
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
    this.router = Router.router(vertx);
    router.route().failureHandler(Answers::failure);
    router.route().handler(TimeoutHandler.create(TIMEOUT_MILLIS));
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    new HealthRoutes(context.health(), context.metrics()).mount(router);
    new EventRoutes(new CloudEventReader(context.clock()), producer).mount(router);
    new ViewRoutes(kpis, targets).mount(router);
    IntStream.of(404, 405, 413).forEach(status -> router.errorHandler(status, Answers::failure));
  }

  @Override
  public void start() {
    server = HttpServers.listen(vertx, config, "server.port", router);
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

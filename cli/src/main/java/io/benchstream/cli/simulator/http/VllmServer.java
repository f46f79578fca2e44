package io.benchstream.cli.simulator.http;

import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.VllmEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The simulated engine behind vLLM's HTTP interface: {@code /metrics}, {@code /v1/completions},
 * {@code /v1/chat/completions}, {@code /v1/models}, {@code /health}. A request takes as long as the
 * engine says. One event loop does everything.
 */
public final class VllmServer {
  private final Vertx vertx;
  private final VllmEngine engine;
  private final VllmVerticle endpoint;
  private @Nullable String deployment;

  private VllmServer(Vertx vertx, VllmEngine engine, String host, int port, Clock clock) {
    this.vertx = vertx;
    this.engine = engine;
    this.endpoint = new VllmVerticle(engine, host, port, clock);
  }

  /**
   * Starts a server.
   *
   * @param port 0 takes a free one
   */
  public static Future<VllmServer> start(
      Vertx vertx, EngineConfig config, String host, int port, Clock clock) {
    VllmServer server =
        new VllmServer(vertx, new VllmEngine(config, clock.instant()), host, port, clock);
    return vertx
        .deployVerticle(server.endpoint)
        .map(
            id -> {
              server.deployment = id;
              return server;
            });
  }

  /** The engine, for its truth. */
  public VllmEngine engine() {
    return engine;
  }

  /** The port it listens on. */
  public int port() {
    return endpoint.actualPort();
  }

  public Future<Void> stop() {
    String id = deployment;
    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
  }
}

package io.benchstream.cli.simulator.http;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.VllmEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A simulated vLLM server and the load on it, for callers that wait. */
public final class SimulatedServer implements AutoCloseable {
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final Vertx vertx;
  private final VllmServer server;
  private final String host;
  private @Nullable LoadGenerator load;

  private SimulatedServer(Vertx vertx, VllmServer server, String host) {
    this.vertx = vertx;
    this.server = server;
    this.host = host;
  }

  /**
   * Starts a server without load; returns when it answers.
   *
   * @param port 0 takes a free one
   * @throws CommandFailure where the port is taken
   */
  public static SimulatedServer start(EngineConfig config, String host, int port, Clock clock) {
    Vertx vertx = Vertx.vertx();
    try {
      return new SimulatedServer(
          vertx, await(VllmServer.start(vertx, config, host, port, clock)), host);
    } catch (CompletionException e) {
      await(vertx.close());
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(
          "cannot listen on %s:%d (%s); choose another port"
              .formatted(host, port, cause.getMessage()),
          e);
    }
  }

  public VllmEngine engine() {
    return server.engine();
  }

  /** Where it answers: on loopback where it listens on every address. */
  public URI url() {
    String reached = ANY.contains(host) ? "127.0.0.1" : host;
    String literal = reached.contains(":") ? "[" + reached + "]" : reached;
    return URI.create("http://%s:%d".formatted(literal, server.port()));
  }

  /** Puts load on it: Poisson arrivals, or with a rate of 0 a number of requests under way. */
  public void startLoad(double requestsPerSecond, int concurrency, int maxTokens, long seed) {
    LoadConfig config = new LoadConfig(url(), requestsPerSecond, concurrency, maxTokens, seed);
    load = await(LoadGenerator.start(vertx, config));
  }

  /** What became of the requests; none without load. */
  public LoadCounts loadCounts() {
    LoadGenerator running = load;
    return running == null ? LoadCounts.NONE : running.counts();
  }

  @Override
  public void close() {
    if (load != null) {
      await(load.stop());
    }
    await(server.stop());
    await(vertx.close());
  }

  private static <T extends @Nullable Object> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

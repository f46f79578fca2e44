package io.benchstream.runtime.health;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Opens HTTP servers with bounded headers, bodies and idle times. */
public final class HttpServers {
  private HttpServers() {}

  /**
   * Listens.
   *
   * @param portKey the setting that changes the port, named where the port is taken
   * @throws IllegalStateException where the port is taken
   */
  public static HttpServer listen(Vertx vertx, ServerConfig config, String portKey, Router router) {
    return listen(vertx, config, portKey, router, null);
  }

  /**
   * Listens, with TLS where there is a key.
   *
   * @param portKey the setting that changes the port, named where the port is taken
   * @param key null: in the clear
   * @throws IllegalStateException where the port is taken
   */
  public static HttpServer listen(
      Vertx vertx,
      ServerConfig config,
      String portKey,
      Router router,
      @Nullable PemKeyCertOptions key) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.portToOpen())
            .setMaxHeaderSize(16 * 1024)
            .setMaxInitialLineLength(8 * 1024)
            .setIdleTimeout(60)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(true);
    if (key != null) {
      options.setSsl(true).setKeyCertOptions(key);
    }
    try {
      return vertx
          .createHttpServer(options)
          .requestHandler(router)
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d (%s); end what uses the port, or set %s to a free one"
              .formatted(config.host(), config.portToOpen(), rootMessage(e), portKey),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening " + portKey, e);
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return String.valueOf(cause.getMessage());
  }
}

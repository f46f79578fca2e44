package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.HttpSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One client for each combination of TLS settings and proxy. A client whose PEM files have changed
 * is replaced; the files are looked at once a second at most. One thread.
 */
final class HttpClients implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  /** A scrape may take longer, but hardly one that was under way when the certificate changed. */
  private static final long LONGEST_SCRAPE_MILLIS = 120_000;

  private static final int LARGEST_PIECE = 64 << 10;
  private static final int CONNECTIONS_PER_ENDPOINT = 32;

  private final Vertx vertx;
  private final FetchSettings settings;
  private final Map<Key, Known> clients = new HashMap<>();

  /** Clients that were replaced and may still be used. */
  private final Set<HttpClient> leaving = new HashSet<>();

  private record Key(HttpSettings.@Nullable Tls tls, @Nullable String proxyUrl) {}

  private static final class Known {
    private final HttpClient client;
    private final String stamp;
    private long lookedAt;

    Known(HttpClient client, String stamp, long lookedAt) {
      this.client = client;
      this.stamp = stamp;
      this.lookedAt = lookedAt;
    }
  }

  HttpClients(Vertx vertx, FetchSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * The client for a target's settings.
   *
   * @throws IllegalArgumentException where the settings cannot be used
   */
  HttpClient of(HttpSettings http) {
    Key key = new Key(http.tls(), http.proxyUrl());
    Known known = clients.get(key);
    long now = System.nanoTime();
    if (known != null && now - known.lookedAt < LOOK_EVERY_NANOS) {
      return known.client;
    }
    String stamp = stamp(http.tls());
    if (known != null) {
      known.lookedAt = now;
      if (known.stamp.equals(stamp)) {
        return known.client;
      }
      // Scrapes that are under way end over the connections they have.
      HttpClient replaced = known.client;
      leaving.add(replaced);
      vertx.setTimer(
          LONGEST_SCRAPE_MILLIS,
          over -> {
            leaving.remove(replaced);
            replaced.close();
          });
    }
    HttpClient client =
        vertx.createHttpClient(
            options(key), new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ENDPOINT));
    clients.put(key, new Known(client, stamp, now));
    return client;
  }

  private HttpClientOptions options(Key key) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAlive(true)
            .setKeepAliveTimeout((int) settings.idleConnection().toSeconds())
            .setDecompressionSupported(false)
            // Each piece of a page goes through the whole pipeline; the default makes nine of 72
            // kB.
            .setMaxChunkSize(LARGEST_PIECE)
            .setTcpNoDelay(true);
    HttpSettings.Tls tls = key.tls();
    if (tls != null) {
      options.setTrustAll(tls.skipVerify()).setVerifyHost(!tls.skipVerify());
      if (tls.caFile() != null) {
        options.setTrustOptions(new PemTrustOptions().addCertPath(tls.caFile()));
      }
      if (tls.certFile() != null) {
        options.setKeyCertOptions(
            new PemKeyCertOptions().setCertPath(tls.certFile()).setKeyPath(tls.keyFile()));
      }
    }
    if (key.proxyUrl() != null) {
      URI proxy = URI.create(key.proxyUrl());
      if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() < 0) {
        throw new IllegalArgumentException(
            "proxy_url '%s' is not http://host:port".formatted(key.proxyUrl()));
      }
      options.setProxyOptions(new ProxyOptions().setHost(proxy.getHost()).setPort(proxy.getPort()));
    }
    return options;
  }

  private static String stamp(HttpSettings.@Nullable Tls tls) {
    if (tls == null) {
      return "";
    }
    StringBuilder stamp = new StringBuilder();
    Stream.of(tls.caFile(), tls.certFile(), tls.keyFile())
        .filter(Objects::nonNull)
        .forEach(file -> stamp.append(changed(Path.of(file))).append(' '));
    return stamp.toString();
  }

  private static String changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (IOException e) {
      return "missing";
    }
  }

  @Override
  public void close() {
    clients.values().forEach(known -> known.client.close());
    clients.clear();
    leaving.forEach(HttpClient::close);
    leaving.clear();
  }
}

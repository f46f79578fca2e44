package io.benchstream.discovery.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Pages by Vert.x. Secrets are read from their files with each request, so that they may rotate;
 * certificates when a client is made, which is once for each TLS setting.
 */
public final class HttpPages implements Pages, AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_CLIENTS = 256;
  private static final int LONGEST_SECRET = 64 * 1024;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setPreferNativeTransport(true)
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(2));
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  @Override
  public Page get(Request request) throws SourceException, InterruptedException {
    String place = place(request);
    Promise<Page> answer = Promise.promise();
    RequestOptions options = options(request);
    client(request)
        .request(options)
        .compose(
            sent -> {
              sent.response()
                  .onSuccess(response -> collect(response, request.mostBytes(), answer))
                  .onFailure(answer::tryFail);
              return sent.send();
            })
        .onFailure(answer::tryFail);
    try {
      return answer
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SourceException(
          "%s: %s"
              .formatted(
                  place,
                  cause.getMessage() == null
                      ? cause.getClass().getSimpleName()
                      : cause.getMessage()),
          e);
    } catch (TimeoutException e) {
      answer.tryFail(e);
      throw new SourceException(
          "%s: no whole answer within %d ms".formatted(place, request.timeout().toMillis()), e);
    }
  }

  private static void collect(HttpClientResponse response, int mostBytes, Promise<Page> answer) {
    Buffer body = Buffer.buffer();
    response.exceptionHandler(answer::tryFail);
    response.handler(
        chunk -> {
          if ((long) body.length() + chunk.length() > mostBytes) {
            answer.tryFail(
                "the answer has more than the %d bytes that are read; ask for less"
                    .formatted(mostBytes));
            response.request().connection().close();
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.endHandler(
        end -> {
          String type = response.getHeader("content-type");
          answer.tryComplete(
              new Page(response.statusCode(), type == null ? "" : type, body.getBytes()));
        });
    // A caller that has stopped waiting wants no more of it.
    Future<Page> future = answer.future();
    future.onFailure(gone -> response.request().reset());
  }

  private RequestOptions options(Request request) throws SourceException {
    URI url = request.url();
    boolean tls = "https".equals(url.getScheme());
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(url.getHost())
            .setPort(url.getPort() > 0 ? url.getPort() : tls ? 443 : 80)
            .setSsl(tls)
            .setURI(path + query)
            .setFollowRedirects(request.http().getFollowRedirects())
            .setTimeout(request.timeout().toMillis())
            .putHeader("accept", "application/json");
    Path socket = request.socket();
    if (socket != null) {
      options.setServer(SocketAddress.domainSocketAddress(socket.toString()));
    }
    authorization(request.http()).ifPresent(value -> options.putHeader("authorization", value));
    for (Map.Entry<String, SecretRef> header : request.http().getHeaders().entrySet()) {
      options.putHeader(header.getKey(), secret(header.getValue()));
    }
    request.headers().forEach(options::putHeader);
    return options;
  }

  private static java.util.Optional<String> authorization(HttpClientConfig http)
      throws SourceException {
    Authorization authorization = http.getAuthorization();
    if (authorization != null) {
      return java.util.Optional.of(
          authorization.getType() + " " + secret(authorization.getCredentials()));
    }
    BasicAuth basic = http.getBasicAuth();
    if (basic != null) {
      String pair = basic.getUsername() + ":" + secret(basic.getPassword());
      return java.util.Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }
    return java.util.Optional.empty();
  }

  /** Reads a secret; no message ever holds it. */
  static String secret(SecretRef ref) throws SourceException {
    if (ref.getEnv() != null) {
      String value = System.getenv(ref.getEnv());
      if (value == null) {
        throw new SourceException(
            "the environment variable %s, which holds a secret, is not set"
                .formatted(ref.getEnv()));
      }
      return value.strip();
    }
    Path file = Path.of(String.valueOf(ref.getFile()));
    try {
      if (Files.size(file) > LONGEST_SECRET) {
        throw new SourceException(
            "%s is larger than %d bytes and so no secret".formatted(file, LONGEST_SECRET));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new SourceException(
          "the secret in %s cannot be read (%s); is the file there, and may this user read it?"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private HttpClient client(Request request) throws SourceException {
    TlsConfig tls = request.http().getTlsConfig();
    String proxy = request.http().getProxyUrl();
    String key = tls + "|" + proxy;
    HttpClient known = clients.get(key);
    if (known != null) {
      return known;
    }
    if (clients.size() >= MOST_CLIENTS) {
      throw new SourceException(
          "more than %d different TLS settings are in use".formatted(MOST_CLIENTS));
    }
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setMaxPoolSize(4)
            .setMaxRedirects(MOST_REDIRECTS)
            .setIdleTimeout(60)
            .setMaxHeaderSize(32 * 1024)
            .setDecompressionSupported(true);
    tls(options, tls);
    if (proxy != null) {
      URI url = URI.create(proxy);
      options.setProxyOptions(new ProxyOptions().setHost(url.getHost()).setPort(url.getPort()));
    }
    return clients.computeIfAbsent(key, made -> vertx.createHttpClient(options));
  }

  private static void tls(HttpClientOptions options, @Nullable TlsConfig tls) {
    if (tls == null) {
      return;
    }
    if (tls.getInsecureSkipVerify()) {
      options.setTrustAll(true).setVerifyHost(false);
    }
    if (tls.getCaFile() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(tls.getCaFile()));
    }
    if (tls.getCertFile() != null && tls.getKeyFile() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions().setCertPath(tls.getCertFile()).setKeyPath(tls.getKeyFile()));
    }
  }

  private static String place(Request request) {
    URI url = request.url();
    return request.socket() == null
        ? "%s://%s%s".formatted(url.getScheme(), url.getAuthority(), url.getPath())
        : "%s through %s".formatted(url.getPath(), request.socket());
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Its threads end with the process.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

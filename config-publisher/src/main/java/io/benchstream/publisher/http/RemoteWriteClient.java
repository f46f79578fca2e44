package io.benchstream.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.publisher.delivery.HttpSettings;
import io.benchstream.publisher.delivery.RequestSender;
import io.benchstream.publisher.delivery.WriteOutcome;
import io.benchstream.publisher.remotewrite.Encoding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Posts requests to one remote write endpoint. */
public final class RemoteWriteClient implements RequestSender, AutoCloseable {
  private static final int MOST_OF_AN_ERROR = 300;

  /** In place of the client's own words, which quote the header and with it the secret. */
  private static final String BAD_HEADER =
      "a header cannot be sent: look for characters that headers cannot have in the configured"
          + " headers and credentials";

  private final HttpClient client;
  private final URI url;
  private final String path;
  private final HttpSettings settings;
  private final Duration timeout;
  private final @Nullable SecretFile secret;
  private final @Nullable TlsFiles tlsFiles;

  /**
   * @param connections most requests at a time
   */
  public RemoteWriteClient(
      Vertx vertx, URI url, HttpSettings settings, Duration timeout, int connections) {
    this(vertx, url, settings, timeout, connections, TlsFiles.LOOK_EVERY);
  }

  RemoteWriteClient(
      Vertx vertx,
      URI url,
      HttpSettings settings,
      Duration timeout,
      int connections,
      Duration lookAtFilesEvery) {
    HttpSettings.TlsSettings tls = settings.tlsConfig();
    this.client = HttpClients.client(vertx, url, tls, connections);
    this.tlsFiles =
        tls != null && url.getScheme().equals("https")
            ? new TlsFiles(client, tls, lookAtFilesEvery)
            : null;
    this.url = url;
    this.path = pathOf(url);
    this.settings = settings;
    this.timeout = timeout;
    HttpSettings.BasicAuth basic = settings.basicAuth();
    HttpSettings.Authorization token = settings.authorization();
    this.secret =
        basic != null
            ? new SecretFile(basic.passwordFile())
            : token != null ? new SecretFile(token.credentialsFile()) : null;
  }

  private static String pathOf(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public void send(Encoding encoding, byte[] body, Consumer<WriteOutcome> answer) {
    RequestOptions options;
    try {
      options = request(encoding);
    } catch (IOException e) {
      answer.accept(failed("the credentials cannot be read: " + e, false));
      return;
    } catch (IllegalArgumentException e) {
      answer.accept(failed(BAD_HEADER, false));
      return;
    }
    if (tlsFiles != null) {
      tlsFiles.look();
    }
    client
        .request(options)
        .compose(request -> send(request, body))
        .onComplete(answer::accept, error -> answer.accept(failed(reason(error), lost(error))));
  }

  private RequestOptions request(Encoding encoding) throws IOException {
    RequestOptions options = HttpClients.request(url, path, settings.tlsConfig());
    options.setMethod(HttpMethod.POST).setTimeout(timeout.toMillis());
    settings.headers().forEach(options::putHeader);
    encoding.headers().forEach(options::putHeader);
    options.putHeader("User-Agent", "benchstream-config-publisher");
    String authorization = authorization();
    if (authorization != null) {
      options.putHeader("Authorization", authorization);
    }
    return options;
  }

  private Future<WriteOutcome> send(HttpClientRequest request, byte[] body) {
    return request.send(Buffer.buffer(body)).compose(RemoteWriteClient::outcome);
  }

  private static Future<WriteOutcome> outcome(HttpClientResponse response) {
    StringBuilder text = new StringBuilder();
    response.handler(
        part -> {
          int room = MOST_OF_AN_ERROR - text.length();
          if (room > 0) {
            text.append(part.getString(0, Math.min(room, part.length()), UTF_8.name()));
          }
        });
    return response
        .end()
        .map(
            _ ->
                WriteOutcome.of(
                    response.statusCode(),
                    RetryAfter.parse(response.getHeader("Retry-After")),
                    text.toString()));
  }

  private @Nullable String authorization() throws IOException {
    SecretFile file = secret;
    if (file == null) {
      return null;
    }
    String value;
    synchronized (file) {
      value = file.read();
    }
    HttpSettings.BasicAuth basic = settings.basicAuth();
    if (basic != null) {
      byte[] pair = (basic.username() + ":" + value).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    HttpSettings.Authorization token = settings.authorization();
    return token == null ? null : token.type() + " " + value;
  }

  private static WriteOutcome failed(String reason, boolean connectionLost) {
    return new WriteOutcome.Failed(reason, Duration.ZERO, connectionLost);
  }

  /** A store that is merely slow keeps the connection. */
  private static boolean lost(Throwable error) {
    return error instanceof IOException || error instanceof HttpClosedException;
  }

  private static String reason(Throwable error) {
    if (error instanceof IllegalArgumentException) {
      return BAD_HEADER;
    }
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    client.close();
  }
}

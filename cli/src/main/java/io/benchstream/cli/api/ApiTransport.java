package io.benchstream.cli.api;

import io.benchstream.cli.console.CommandFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request, one answer; what keeps the two apart is told in words. */
final class ApiTransport implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** The gateway holds a collect for some 30 s before it says when to come back. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final HttpClient http;
  private final String root;
  private final @Nullable String token;

  /**
   * To a gateway.
   *
   * @param token sent with every call; null for none
   * @param trust null: the certificates that Java trusts
   */
  ApiTransport(URI root, @Nullable String token, @Nullable SSLContext trust) {
    this.root = root.toString().replaceFirst("/+$", "");
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (trust != null) {
      builder.sslContext(trust);
    }
    this.http = builder.build();
  }

  /** The gateway's address, without a slash at its end. */
  String root() {
    return root;
  }

  /**
   * Sends a request; any status is an answer.
   *
   * @throws CommandFailure where there is none
   */
  <T> HttpResponse<T> send(String method, String path, BodyPublisher body, BodyHandler<T> handler) {
    try {
      return http.send(request(method, path, body), handler);
    } catch (SSLException e) {
      throw new CommandFailure(
          "the gateway at %s cannot be trusted: %s. Name the certificate of its authority with --cacert"
              .formatted(root, e.getMessage()),
          e);
    } catch (HttpTimeoutException e) {
      throw new CommandFailure("the gateway at %s does not answer in time".formatted(root), e);
    } catch (ConnectException e) {
      throw new CommandFailure(
          "no gateway answers at %s; start one with `benchstream up`, or name yours with --api"
              .formatted(root),
          e);
    } catch (IOException e) {
      throw brokenOff(root, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether no connection came about. */
  static boolean isUnreachable(CommandFailure failure) {
    return failure.getCause() instanceof ConnectException
        || failure.getCause() instanceof HttpConnectTimeoutException;
  }

  /** Whether there was a connection, which ended or fell silent before the answer. */
  static boolean isBrokenOff(CommandFailure failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof SSLException) {
      // A gateway that is stopped in the middle of a handshake; all else is about certificates.
      return cause.getCause() instanceof EOFException
          || cause.getCause() instanceof SocketException;
    }
    return cause instanceof IOException && !isUnreachable(failure);
  }

  private HttpRequest request(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(TIMEOUT)
            .method(method, body)
            .header("Accept", "application/json, application/problem+json, */*")
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  static CommandFailure brokenOff(String root, IOException e) {
    return new CommandFailure("the gateway at %s broke off: %s".formatted(root, e), e);
  }

  static CommandFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailure("interrupted", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the gateway's API; every failure is a {@link CommandFailure} with the problem in words. An
 * answer that says when to come back is asked again, within the caller's patience.
 */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** The gateway holds a collect for some 30 s before it says when to come back. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final Set<Integer> COME_BACK = Set.of(425, 429, 503);
  private static final int OK = 200;
  private static final int FIRST_NO_SUCCESS = 300;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http;
  private final String root;
  private final @Nullable String token;

  /** Told before each wait. */
  @FunctionalInterface
  public interface WaitListener {
    /** The gateway says why, and is asked again in so many seconds. */
    void waiting(String why, long seconds);
  }

  /**
   * A client.
   *
   * @param root the gateway's address
   * @param token sent with every call; null for none
   * @param trust null: the certificates that Java trusts
   */
  ApiClient(URI root, @Nullable String token, @Nullable SSLContext trust) {
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
  public String root() {
    return root;
  }

  /** What stands under a path. */
  public JsonNode get(String path) {
    return call("GET", path, BodyPublishers.noBody(), Duration.ZERO, (why, seconds) -> {}).body();
  }

  /**
   * What stands under a path, asked for again while the gateway says when to come back.
   *
   * @param patience how long at most
   */
  public JsonNode get(String path, Duration patience, WaitListener listener) {
    return call("GET", path, BodyPublishers.noBody(), patience, listener).body();
  }

  /** All items of a list that comes in pages. */
  public ArrayNode all(String path, String field, Map<String, String> parameters) {
    ArrayNode items = json.createArrayNode();
    Map<String, String> asked = new TreeMap<>(parameters);
    boolean more = true;
    while (more) {
      JsonNode page = get(ApiPath.query(path, asked));
      page.path(field).forEach(items::add);
      more = page.hasNonNull("next");
      asked.put("after", page.path("next").asText());
    }
    return items;
  }

  public ApiReply post(String path, JsonNode body) {
    return post(path, body, Duration.ZERO, (why, seconds) -> {});
  }

  /**
   * Sends a document, again while the gateway says when to come back.
   *
   * @param patience how long at most
   */
  public ApiReply post(String path, JsonNode body, Duration patience, WaitListener listener) {
    return call("POST", path, BodyPublishers.ofString(body.toString()), patience, listener);
  }

  public void delete(String path) {
    call("DELETE", path, BodyPublishers.noBody(), Duration.ZERO, (why, seconds) -> {});
  }

  /** The bytes that stand under a path: those of a collected file, some megabytes at most. */
  public byte[] bytes(String path) {
    HttpResponse<byte[]> response = send("GET", path, BodyPublishers.noBody());
    if (response.statusCode() != OK) {
      throw failure(path, response);
    }
    return response.body();
  }

  /** The status and body of a page that may say no, such as {@code /readyz}. */
  public ApiReply look(String path) {
    HttpResponse<byte[]> response = send("GET", path, BodyPublishers.noBody());
    return new ApiReply(response.statusCode(), document(path, response));
  }

  private ApiReply call(
      String method, String path, BodyPublisher body, Duration patience, WaitListener listener) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      HttpResponse<byte[]> response = send(method, path, body);
      if (response.statusCode() < FIRST_NO_SUCCESS) {
        return new ApiReply(response.statusCode(), document(path, response));
      }
      OptionalLong wait = comeBack(response);
      if (wait.isEmpty()
          || System.nanoTime() + Duration.ofSeconds(wait.getAsLong()).toNanos() - deadline > 0) {
        throw failure(path, response);
      }
      listener.waiting(told(path, response), wait.getAsLong());
      sleep(wait.getAsLong());
    }
  }

  private static OptionalLong comeBack(HttpResponse<byte[]> response) {
    if (!COME_BACK.contains(response.statusCode())) {
      return OptionalLong.empty();
    }
    String after = response.headers().firstValue("Retry-After").orElse("");
    return after.matches("[0-9]{1,6}")
        ? OptionalLong.of(Math.max(1, Long.parseLong(after)))
        : OptionalLong.empty();
  }

  private HttpResponse<byte[]> send(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(TIMEOUT)
            .method(method, body)
            .header("Accept", "application/json, application/problem+json, */*")
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
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
      throw new CommandFailure("the gateway at %s broke off: %s".formatted(root, e), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private JsonNode document(String path, HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return MissingNode.getInstance();
    }
    String text = new String(response.body(), UTF_8);
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(ProblemText.of(root + path, response.statusCode(), text), e);
    }
  }

  private CommandFailure failure(String path, HttpResponse<byte[]> response) {
    return new CommandFailure(told(path, response));
  }

  private String told(String path, HttpResponse<byte[]> response) {
    return ProblemText.of(root + path, response.statusCode(), new String(response.body(), UTF_8));
  }

  private static void sleep(long seconds) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CommandFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailure("interrupted", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

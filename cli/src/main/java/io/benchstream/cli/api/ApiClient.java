package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Calls the gateway's API; every failure is a {@link CommandFailure} with the problem in words. An
 * answer that says when to come back is asked again, within the caller's patience; so is a gateway
 * that was there and is away, for every call can be sent again. One that was never reached is not
 * waited for: its address is wrong, most likely.
 */
public final class ApiClient implements AutoCloseable {
  private static final Set<Integer> COME_BACK = Set.of(425, 429, 503);

  /** Without a word of when to come back they are from what stands in front of the gateway. */
  private static final Set<Integer> PROXY_ALONE = Set.of(502, 503, 504);

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_NO_SUCCESS = 300;

  private final ObjectMapper json = new ObjectMapper();
  private final ApiTransport transport;
  private volatile boolean reached;

  ApiClient(ApiTransport transport) {
    this.transport = transport;
  }

  /** The gateway's address, without a slash at its end. */
  public String root() {
    return transport.root();
  }

  /** What stands under a path. */
  public JsonNode get(String path) {
    return get(path, Patience.NONE);
  }

  public JsonNode get(String path, Patience patience) {
    return call("GET", path, BodyPublishers.noBody(), patience).body();
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
    return post(path, body, Patience.NONE);
  }

  public ApiReply post(String path, JsonNode body, Patience patience) {
    return call("POST", path, BodyPublishers.ofString(body.toString()), patience);
  }

  public void delete(String path) {
    delete(path, Patience.NONE);
  }

  public void delete(String path, Patience patience) {
    call("DELETE", path, BodyPublishers.noBody(), patience);
  }

  /** The bytes that stand under a path, of a file that is small. */
  public byte[] bytes(String path) {
    HttpResponse<byte[]> response = send("GET", path, BodyPublishers.noBody());
    if (response.statusCode() != OK) {
      throw failure(path, response.statusCode(), response.body());
    }
    return response.body();
  }

  /**
   * The bytes that stand under a path, as they come; to be closed. Reads throw {@link
   * CommandFailure} where the gateway breaks off.
   */
  public InputStream stream(String path) throws IOException {
    HttpResponse<InputStream> response =
        transport.send("GET", path, BodyPublishers.noBody(), BodyHandlers.ofInputStream());
    if (response.statusCode() == OK) {
      return new BodyStream(response.body(), root());
    }
    try (InputStream body = response.body()) {
      throw failure(path, response.statusCode(), body.readAllBytes());
    }
  }

  /** The status and body of a page that may say no, such as {@code /readyz}. */
  public ApiReply look(String path) {
    HttpResponse<byte[]> response = send("GET", path, BodyPublishers.noBody());
    return new ApiReply(response.statusCode(), document(path, response));
  }

  private ApiReply call(String method, String path, BodyPublisher body, Patience patience) {
    Waiting waiting = new Waiting(patience);
    while (true) {
      HttpResponse<byte[]> response;
      try {
        response = send(method, path, body);
      } catch (CommandFailure e) {
        if (!mayPass(e)) {
          throw e;
        }
        waiting.forOutage(e);
        continue;
      }
      int status = response.statusCode();
      if (status < FIRST_NO_SUCCESS) {
        reached = true;
        return new ApiReply(status, document(path, response));
      }
      if (status == NOT_FOUND && method.equals("DELETE") && waiting.sawOutage()) {
        return new ApiReply(NO_CONTENT, MissingNode.getInstance()); // gone, but nobody heard of it
      }
      await(waiting, response, failure(path, status, response.body()));
    }
  }

  /** Waits until the request can be sent again; where it cannot, throws the failure. */
  private void await(Waiting waiting, HttpResponse<byte[]> response, CommandFailure failure) {
    OptionalLong wait = comeBack(response);
    if (wait.isPresent()) {
      reached = true;
      waiting.forAnswer(failure, wait.getAsLong());
    } else if (reached && PROXY_ALONE.contains(response.statusCode())) {
      waiting.forOutage(failure);
    } else {
      throw failure;
    }
  }

  /** Whether a gateway that is being started again may be what kept the answer away. */
  private boolean mayPass(CommandFailure failure) {
    if (ApiTransport.isUnreachable(failure)) {
      return reached;
    }
    if (ApiTransport.isBrokenOff(failure)) {
      reached = true;
      return true;
    }
    return false;
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
    return transport.send(method, path, body, BodyHandlers.ofByteArray());
  }

  private JsonNode document(String path, HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return MissingNode.getInstance();
    }
    String text = new String(response.body(), UTF_8);
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(ProblemText.of(root() + path, response.statusCode(), text), e);
    }
  }

  private CommandFailure failure(String path, int status, byte[] body) {
    return new CommandFailure(ProblemText.of(root() + path, status, new String(body, UTF_8)));
  }

  @Override
  public void close() {
    transport.close();
  }
}

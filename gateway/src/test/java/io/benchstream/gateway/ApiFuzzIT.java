package io.benchstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that are wrong in every way, made from the contract: of each operation path, query and
 * body are spoilt at random. A failure prints its seed and request; the seed can be given as
 * -Dapi.fuzz.seed.
 */
@ExtendWith(SharedParts.class)
class ApiFuzzIT {
  private static final int REQUESTS_PER_OPERATION = 60;
  private static final String SECRET = "fuzz-token-that-nobody-echoes";

  /** These may say that they have to wait for others, who are not there. */
  private static final Set<String> MAY_WAIT = Set.of("collectSession", "compareSessions");

  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "..",
          ".",
          "../../etc/passwd",
          "%2e%2e%2f",
          "/etc/passwd",
          "a/b",
          "\u0000",
          "\u202e",
          "\uD83D\uDE00",
          "a".repeat(300),
          "x".repeat(5_000),
          "${jndi:ldap://h}",
          "<script>alert(1)</script>",
          "'; drop table x; --",
          "-1",
          "0",
          "99999999999999999999",
          "1e999",
          "NaN",
          "null",
          "true",
          "[]",
          "2026-02-30T25:61:61Z",
          "+999999999-01-01T00:00:00Z",
          "0000-00-00T00:00:00Z",
          "%{HOME}",
          "a\r\nX-Injected: 1",
          "{{7*7}}",
          "bench");

  private final ObjectMapper mapper = new ObjectMapper();
  private final long seed = Long.getLong("api.fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private record Operation(String path, String method, JsonNode description) {
    String id() {
      return description.path("operationId").asText();
    }
  }

  @Test
  void nothingBreaksIt(LocalBroker broker, LocalRegistry registry, @TempDir Path directory)
      throws Exception {
    Path tokens = directory.resolve("tokens.yml");
    Files.writeString(tokens, "tokens: [{name: f, role: write, token: %s}]".formatted(SECRET));
    Path artifacts = Files.createDirectories(directory.resolve("artifacts"));
    Set<Path> before = tree(directory, artifacts);
    try (GatewayUnderTest gateway =
        new GatewayUnderTest(
            broker,
            registry,
            GatewayUnderTest.Setup.usual("fuzz.", artifacts)
                .with(new AccessConfig(tokens, 1_000_000), SECRET))) {
      JsonNode contract = new YAMLMapper().readTree(gateway.get("/api/v1/openapi.yaml").body());
      List<Operation> operations = operations(contract);
      assertThat(operations).hasSizeGreaterThan(18);
      for (Operation operation : operations) {
        gateway.delete("/api/v1/sessions/bench");
        gateway.post("/api/v1/sessions", "{\"session_id\":\"bench\"}");
        for (int i = 0; i < REQUESTS_PER_OPERATION; i++) {
          String request = "";
          try {
            Spoilt spoilt = spoilt(contract, operation);
            request = spoilt.toString();
            check(operation, send(gateway, spoilt));
          } catch (AssertionError | Exception e) {
            throw new AssertionError("seed %d, %s %s".formatted(seed, operation.id(), request), e);
          }
        }
      }
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
    }
    assertThat(tree(directory, artifacts)).isEqualTo(before);
  }

  /** An answer; of a stream, which has no end, nothing but its head. */
  private static Answer send(GatewayUnderTest gateway, Spoilt spoilt) throws Exception {
    HttpResponse<InputStream> answer =
        gateway.http().send(spoilt.on(gateway).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      boolean stream =
          answer.headers().firstValue("Content-Type").orElse("").equals("text/event-stream");
      return new Answer(
          answer.statusCode(),
          answer.headers(),
          stream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private record Answer(int statusCode, HttpHeaders headers, String body) {}

  /** Everything but what is below the root. */
  private static Set<Path> tree(Path directory, Path root) throws Exception {
    try (Stream<Path> paths = Files.walk(directory)) {
      return new HashSet<>(paths.filter(path -> !path.startsWith(root)).toList());
    }
  }

  private static List<Operation> operations(JsonNode contract) {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            new Operation(
                path.getKey(),
                method.getKey().toUpperCase(java.util.Locale.ROOT),
                method.getValue()));
      }
    }
    return operations;
  }

  /** A request that may be wrong in several places. */
  private record Spoilt(String method, String path, String contentType, Buffer content) {
    byte[] body() {
      return content.getBytes();
    }

    HttpRequest.Builder on(GatewayUnderTest gateway) {
      HttpRequest.Builder request =
          gateway
              .request(path)
              .method(
                  method,
                  content.length() == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(body()));
      return content.length() == 0 ? request : request.header("Content-Type", contentType);
    }

    @Override
    public String toString() {
      String text = new String(body(), StandardCharsets.UTF_8);
      return "%s %s %s %s"
          .formatted(method, path, contentType, text.substring(0, Math.min(400, text.length())));
    }
  }

  private Spoilt spoilt(JsonNode contract, Operation operation) throws JsonProcessingException {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (JsonNode reference : operation.description().path("parameters")) {
      JsonNode parameter = resolved(contract, reference);
      String name = parameter.path("name").asText();
      String value = random.nextInt(3) == 0 ? "bench" : nasty();
      if (parameter.path("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", value.isEmpty() ? "bench" : encoded(value));
      } else if (random.nextInt(3) == 0) {
        query.add(name + "=" + encoded(value));
      }
    }
    if (random.nextInt(8) == 0) {
      query.add(encoded(nasty()) + "=" + encoded(nasty()));
    }
    String full = query.isEmpty() ? path : path + "?" + String.join("&", query);
    JsonNode content = operation.description().at("/requestBody/content");
    if (content.isMissingNode()) {
      return new Spoilt(operation.method(), full, "", Buffer.buffer());
    }
    List<String> types = new ArrayList<>();
    content.fieldNames().forEachRemaining(types::add);
    String type = random.nextInt(10) == 0 ? "text/plain" : types.get(random.nextInt(types.size()));
    return new Spoilt(operation.method(), full, type, Buffer.buffer(body(contract, content)));
  }

  private byte[] body(JsonNode contract, JsonNode content) throws JsonProcessingException {
    return switch (random.nextInt(12)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> "[".repeat(5_000).getBytes(StandardCharsets.UTF_8);
      case 2 -> new byte[0];
      default -> {
        JsonNode media = content.elements().next();
        byte[] bytes = mapper.writeValueAsBytes(value(contract, media.path("schema"), 0));
        yield random.nextInt(8) == 0
            ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
            : bytes;
      }
    };
  }

  /** A value of a schema, often not quite. */
  private JsonNode value(JsonNode contract, JsonNode reference, int depth) {
    JsonNode schema = resolved(contract, reference);
    if (depth > 5 || random.nextInt(12) == 0) {
      return anything();
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    String type =
        schema.path("type").isArray()
            ? schema.path("type").get(0).asText()
            : schema.path("type").asText();
    return switch (type) {
      case "object" -> object(contract, schema, depth);
      case "array" -> {
        ArrayNode array = mapper.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(contract, schema.path("items"), depth + 1));
        }
        yield array;
      }
      case "integer" -> mapper.getNodeFactory().numberNode(random.nextLong());
      case "boolean" -> mapper.getNodeFactory().booleanNode(random.nextBoolean());
      default -> mapper.getNodeFactory().textNode(random.nextBoolean() ? "bench" : nasty());
    };
  }

  private ObjectNode object(JsonNode contract, JsonNode schema, int depth) {
    ObjectNode object = mapper.createObjectNode();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      if (random.nextInt(4) > 0) {
        object.set(field.getKey(), value(contract, field.getValue(), depth + 1));
      }
    }
    if (random.nextInt(6) == 0) {
      object.set(nasty(), anything());
    }
    return object;
  }

  private JsonNode anything() {
    return switch (random.nextInt(6)) {
      case 0 -> mapper.nullNode();
      case 1 -> mapper.createObjectNode().put(nasty(), nasty());
      case 2 -> mapper.createArrayNode().add(nasty());
      case 3 -> mapper.getNodeFactory().numberNode(random.nextDouble() * 1e300);
      case 4 -> mapper.getNodeFactory().booleanNode(true);
      default -> mapper.getNodeFactory().textNode(nasty());
    };
  }

  private String nasty() {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  private static JsonNode resolved(JsonNode contract, JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    return reference.isMissingNode()
        ? schema
        : resolved(contract, contract.at(reference.asText().substring(1)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void check(Operation operation, Answer answer) throws Exception {
    int status = answer.statusCode();
    String body = answer.body();
    boolean waits = status == 503 && MAY_WAIT.contains(operation.id());
    assertThat(status).as(body).matches(code -> code < 500 || waits);
    assertThat(body)
        .doesNotContain(
            "\tat ", "Exception", "io.benchstream.gateway", "java.", "io.vertx", SECRET);
    assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    boolean lineTooLong = status == 414 || status == 431; // answered before anything is read
    if (status >= 400 && !lineTooLong) {
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      JsonNode problem = new ObjectMapper().readTree(body);
      assertThat(problem.path("status").asInt()).isEqualTo(status);
      assertThat(problem.path("title").asText()).isNotEmpty();
      assertThat(problem.path("detail").asText()).isNotEmpty();
    }
  }
}

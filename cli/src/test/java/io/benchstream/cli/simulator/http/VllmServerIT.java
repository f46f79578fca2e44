package io.benchstream.cli.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.cli.simulator.engine.EngineConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VllmServerIT {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private VllmServer server;

  @BeforeEach
  void start() {
    server =
        done(VllmServer.start(vertx, EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    done(vertx.close());
    client.close();
  }

  @Test
  void completionTakesItsDrawnTime() throws Exception {
    long before = System.nanoTime();
    HttpResponse<String> response =
        post("/v1/completions", "{\"prompt\":\"a b c\",\"max_tokens\":20}");
    double took = (System.nanoTime() - before) / 1e9;

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(response.body());
    assertThat(body.getString("object")).isEqualTo("text_completion");
    JsonObject usage = body.getJsonObject("usage");
    assertThat(usage.getInteger("prompt_tokens")).isEqualTo(3);
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(20);
    String page = get("/metrics").body();
    double latency = value(page, "vllm:e2e_request_latency_seconds_sum");
    System.out.printf("a completion of %.3f s was there after %.3f s%n", latency, took);
    assertThat(took).isBetween(latency, latency + 30);
    assertThat(value(page, "vllm:generation_tokens_total")).isEqualTo(20);
  }

  @Test
  void chatStreamsEachToken() throws Exception {
    HttpResponse<String> response =
        post(
            "/v1/chat/completions",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}],\"max_tokens\":4,\"stream\":true}");
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(response.body().lines().filter(line -> line.contains("tok "))).hasSize(4);
    assertThat(response.body())
        .contains("\"finish_reason\":\"length\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void nonsenseIsAnsweredInWords() throws Exception {
    for (String nonsense :
        new String[] {"{", "[]", "{\"max_tokens\":\"many\"}", "{\"max_tokens\":0}"}) {
      HttpResponse<String> response = post("/v1/completions", nonsense);
      assertThat(response.statusCode()).as(nonsense).isEqualTo(400);
      assertThat(new JsonObject(response.body()).getJsonObject("error").getString("message"))
          .isNotBlank();
    }
    assertThat(post("/v1/completions", "x".repeat(2 << 20)).statusCode()).isEqualTo(413);
  }

  @Test
  void clientThatGoesAwayIsAborted() {
    // So slow that the request cannot end by itself meanwhile.
    EngineConfig slow = EngineConfig.defaults().withSlowdown(100);
    server = done(VllmServer.start(vertx, slow, "127.0.0.1", 0, Clock.systemUTC()));
    HttpClient impatient = HttpClient.newHttpClient();
    var pending =
        impatient.sendAsync(
            request("/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":2000}"),
            HttpResponse.BodyHandlers.ofString());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> value(page(), "vllm:num_requests_running") == 1);
    pending.cancel(true);
    impatient.shutdownNow();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                page()
                    .contains(
                        "finished_reason=\"abort\",model_name=\"simulated/llama-3-8b\"} 1.0"));
    impatient.close();
  }

  @Test
  void loadKeepsItsConcurrencyAndCountsAddUp() {
    LoadGenerator load =
        done(
            LoadGenerator.start(
                vertx,
                new LoadConfig(URI.create("http://127.0.0.1:" + server.port()), 0, 20, 8, 1)));
    await().atMost(Duration.ofSeconds(30)).until(() -> load.counts().completed() > 40);
    LoadCounts counts = load.counts();
    assertThat(counts.failed()).isZero();
    assertThat(counts.underWay()).isLessThanOrEqualTo(20);
    assertThat(counts.sent()).isEqualTo(counts.completed() + counts.failed() + counts.underWay());
    done(load.stop());
  }

  @Test
  void poissonLoadArrivesAtItsRateAndDropsWhatIsTooMuch() {
    LoadGenerator load =
        done(
            LoadGenerator.start(
                vertx,
                new LoadConfig(URI.create("http://127.0.0.1:" + server.port()), 500, 30, 400, 1)));
    await().atMost(Duration.ofSeconds(30)).until(() -> load.counts().dropped() > 100);
    assertThat(load.counts().underWay()).isLessThanOrEqualTo(30);
    done(load.stop());
  }

  private String page() {
    try {
      return get("/metrics").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static double value(String page, String seriesStart) {
    return page.lines()
        .filter(line -> line.startsWith(seriesStart + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static <T> T done(io.vertx.core.Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }
}

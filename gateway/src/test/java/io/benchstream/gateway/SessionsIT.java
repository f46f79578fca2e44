package io.benchstream.gateway;

import static io.benchstream.gateway.GatewayUnderTest.PATIENCE;
import static io.benchstream.gateway.GatewayUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.topics.Topic;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and what is collected of them, on a real broker; the test is the aggregator. */
@ExtendWith(SharedParts.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
  /** Not so long ago that the broker would delete it. */
  private final Instant start = Instant.now().minusSeconds(7_200).truncatedTo(ChronoUnit.MINUTES);

  private final Instant end = SampleSession.end(start);

  private final String windowId = compact(start) + "-" + compact(end);

  private static final String TARGET =
      """
      {"job_id":"3607637","target_type":"vllm","scrape_config":{"job_name":"vllm-3607637",
       "metrics_path":"/metrics/vllm/3607637","targets":["server-api:8001"]%s}}\
      """;

  private final Vertx vertx = Vertx.vertx();
  private GatewayUnderTest gateway;
  private Path artifacts;

  @BeforeAll
  void open(LocalBroker broker, LocalRegistry registry, @TempDir Path directory) throws Exception {
    artifacts = directory.resolve("artifacts");
    HttpServer store =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.body(
                        body -> {
                          boolean good = !body.result().toString().contains("query=bad");
                          request
                              .response()
                              .setStatusCode(good ? 200 : 422)
                              .end(
                                  good
                                      ? "{\"status\":\"success\",\"data\":{\"asked\":\"%s %s\"}}"
                                          .formatted(request.path(), body.result())
                                      : "{\"status\":\"error\",\"error\":\"cannot parse\"}");
                        }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    gateway =
        new GatewayUnderTest(
            broker,
            registry,
            GatewayUnderTest.Setup.usual("sessions.", artifacts)
                .withStore(URI.create("http://127.0.0.1:" + store.actualPort() + "/")));
  }

  @AfterAll
  void stop() {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void creationIsAnsweredOnceAndForAll() {
    String body = "{\"session_id\":\"created\",\"labels\":{\"model\":\"m\"}}";
    HttpResponse<String> first = gateway.post("/api/v1/sessions", body);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(json(first).path("state").asText()).isEqualTo("open");
    assertThat(gateway.post("/api/v1/sessions", body).statusCode()).isEqualTo(200);
    HttpResponse<String> other = gateway.post("/api/v1/sessions", "{\"session_id\":\"created\"}");
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(json(other).path("field").asText()).isEqualTo("session_id");
    assertThat(json(gateway.get("/api/v1/sessions?state=open&limit=1")).path("sessions"))
        .hasSize(1);

    assertThat(gateway.delete("/api/v1/sessions/created").statusCode()).isEqualTo(204);
    assertThat(gateway.delete("/api/v1/sessions/created").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/v1/sessions/created").statusCode()).isEqualTo(404);
    assertThat(gateway.read(Topic.SESSIONS, Session.class)).containsEntry("created", null);
  }

  @Test
  void targetsBecomeJobsAndEndWithTheSession() {
    gateway.post("/api/v1/sessions", "{\"session_id\":\"targets\"}");
    String targets = "/api/v1/sessions/targets/targets";
    HttpResponse<String> added = gateway.post(targets, TARGET.formatted(""));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(json(added).at("/health/0/health").asText()).isEqualTo("unknown");
    assertThat(json(added).at("/scrape_config/metrics_path").asText())
        .isEqualTo("/metrics/vllm/3607637");
    assertThat(gateway.post(targets, TARGET.formatted("")).statusCode()).isEqualTo(200);
    HttpResponse<String> clash = gateway.post(targets, TARGET.formatted(",\"scheme\":\"https\""));
    assertThat(clash.statusCode()).isEqualTo(409);
    assertThat(json(clash).path("field").asText()).isEqualTo("scrape_config.job_name");
    HttpResponse<String> second =
        gateway.post(
            targets,
            "{\"job_id\":\"3607637\",\"target_type\":\"dcgm\",\"scrape_config\":{\"targets\":[\"server-api:9400\"]}}");
    assertThat(second.statusCode()).isEqualTo(201);

    LifecycleEvent running = event("3607637");
    assertThat(running.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(running.getEndpoints())
        .extracting("kind", "address")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("vllm", "server-api:8001"),
            org.assertj.core.groups.Tuple.tuple("dcgm", "server-api:9400"));
    assertThat(json(gateway.get("/api/v1/sessions/targets")).path("jobs").get(0).asText())
        .isEqualTo("targets/3607637");

    assertThat(gateway.delete(targets + "/3607637").statusCode()).isEqualTo(204);
    assertThat(gateway.delete(targets + "/3607637").statusCode()).isEqualTo(404);
    assertThat(event("3607637").getPhase()).isEqualTo(Phase.DELETED);
    gateway.post(targets, TARGET.formatted(""));
    HttpResponse<String> ended = gateway.post("/api/v1/sessions/targets/end", "");
    assertThat(json(ended).path("state").asText()).as(ended.body()).isEqualTo("ended");
    assertThat(event("3607637").getPhase()).isEqualTo(Phase.COMPLETED);
    assertThat(gateway.post(targets, TARGET.formatted("")).statusCode()).isEqualTo(409);
  }

  @Test
  void sessionThatIsTooLargeForARecordIsRefused() {
    gateway.post("/api/v1/sessions", "{\"session_id\":\"large\"}");
    String label = "x".repeat(1_000);
    StringBuilder addresses = new StringBuilder("\"h:1\"");
    for (int port = 2; port <= 400; port++) {
      addresses.append(",\"h:").append(port).append('"');
    }
    HttpResponse<String> last = addLarge(0, addresses, label);
    for (int n = 1; last.statusCode() == 201; n++) {
      last = addLarge(n, addresses, label);
    }
    assertThat(last.statusCode()).as(last.body()).isEqualTo(409);
    assertThat(json(last).path("detail").asText()).contains("the most is 900000");
    assertThat(gateway.delete("/api/v1/sessions/large").statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> addLarge(int n, StringBuilder addresses, String label) {
    return gateway.post(
        "/api/v1/sessions/large/targets",
        "{\"job_id\":\"j%d\",\"scrape_config\":{\"targets\":[%s],\"labels\":{\"a\":\"%s\"}}}"
            .formatted(n, addresses, label));
  }

  private LifecycleEvent event(String job) {
    LifecycleEvent event =
        gateway.read(Topic.LIFECYCLE, LifecycleEvent.class).get("job/targets/" + job);
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void whatASchedulerToldOfIsNotTakenOver() {
    gateway.write(
        Topic.RESOURCES,
        Map.of(
            "job/lab/7",
            Resource.newBuilder()
                .setResourceType(ResourceType.JOB)
                .setCluster("lab")
                .setJob("7")
                .setPhase(Phase.RUNNING)
                .setKind("vllm")
                .setSince(Instant.EPOCH)
                .setLastEventTime(Instant.EPOCH)
                .build()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(json(gateway.get("/api/v1/jobs?cluster=lab")).at("/jobs/0/job").asText())
                    .isEqualTo("7"));
    gateway.post("/api/v1/sessions", "{\"session_id\":\"foreign\"}");
    HttpResponse<String> taken =
        gateway.post(
            "/api/v1/sessions/foreign/targets",
            "{\"job_id\":\"7\",\"cluster\":\"lab\",\"scrape_config\":{\"targets\":[\"h:1\"]}}");
    assertThat(taken.statusCode()).isEqualTo(409);
    HttpResponse<String> named =
        gateway.post("/api/v1/sessions/foreign/targets", "{\"job_id\":\"7\",\"cluster\":\"lab\"}");
    assertThat(named.statusCode()).as(named.body()).isEqualTo(201);
    assertThat(gateway.delete("/api/v1/sessions/foreign").statusCode()).isEqualTo(204);
    assertThat(gateway.read(Topic.LIFECYCLE, LifecycleEvent.class)).doesNotContainKey("job/lab/7");
  }

  @Test
  void aWindowIsCollectedComparedAndToldOverTime() throws Exception {
    open("base");
    open("other");
    String base = "/api/v1/sessions/base";
    HttpResponse<String> early = gateway.post(base + "/collect", window(""));
    assertThat(early.statusCode()).isEqualTo(503); // nobody has made the report yet
    assertThat(early.headers().firstValue("Retry-After")).contains("5");
    HttpResponse<String> future =
        gateway.post(
            base + "/collect", "{\"end_time\":\"%s\"}".formatted(Instant.now().plusSeconds(90)));
    assertThat(future.statusCode()).as(future.body()).isEqualTo(425);
    assertThat(future.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(30L, 92L);
    report("base");
    report("other");

    HttpResponse<String> collected =
        gateway.post(base + "/collect", window(",\"output_dir\":\"nightly/a\""));
    assertThat(collected.statusCode()).as(collected.body()).isEqualTo(200);
    JsonNode collection = json(collected);
    Path files = Path.of(collection.path("directory").asText());
    assertThat(files)
        .startsWith(artifacts.resolve("nightly/a/base"))
        .isDirectoryContaining("regex:.*MANIFEST.json");
    assertThat(collection.path("kpis")).hasSizeGreaterThan(20);
    for (JsonNode artifact : collection.path("artifacts")) {
      HttpResponse<byte[]> file =
          gateway
              .http()
              .send(
                  gateway.request(artifact.path("href").asText()).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.body()).hasSize(artifact.path("bytes").asInt());
    }
    assertThat(
            gateway
                .get(base + "/artifacts/report.html")
                .headers()
                .firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("sandbox"));
    assertThat(gateway.get(base + "/artifacts.zip").body()).startsWith("PK");
    assertThat(json(gateway.get(base + "/artifacts")).at("/collections/0/window_id").asText())
        .isEqualTo(windowId);
    noFileIsLeftUnfinished();

    gateway.post("/api/v1/sessions/other/collect", window(""));
    JsonNode comparison = json(gateway.get("/api/v1/sessions/base/compare/other"));
    assertThat(comparison.path("regression").isBoolean()).as(comparison.toString()).isTrue();
    assertThat(comparison.path("regression").asBoolean()).isFalse();
    assertThat(comparison.findValuesAsText("figure")).contains("ttft.p99", "request_throughput");
    assertThat(comparison.findValuesAsText("verdict")).doesNotContain("WORSE", "BETTER");

    String minute =
        "/api/v1/kpis?scope=base/3607637&kpi=ttft&from=%s&to=%s"
            .formatted(start, start.plusSeconds(60));
    JsonNode past = json(gateway.get(minute + "&limit=7"));
    assertThat(past.path("kpis")).hasSize(7);
    JsonNode rest =
        json(
            gateway.get(
                minute
                    + "&after="
                    + java.net.URLEncoder.encode(
                        past.path("next").asText(), StandardCharsets.UTF_8)));
    assertThat(rest.path("kpis")).hasSize(5);
  }

  private static String compact(Instant time) {
    return time.toString().replaceAll("[-:]", "");
  }

  private String window(String more) {
    return "{\"start_time\":\"%s\",\"end_time\":\"%s\"%s}".formatted(start, end, more);
  }

  private void open(String id) {
    assertThat(
            gateway
                .post(
                    "/api/v1/sessions",
                    "{\"session_id\":\"%s\",\"jobs\":[\"%s/3607637\"]}".formatted(id, id))
                .statusCode())
        .isEqualTo(201);
  }

  /** What the aggregator would write. */
  private void report(String id) {
    for (KpiWindow window : SampleSession.windows(id, start)) {
      gateway.write(Topic.KPIS, id + "/3607637/" + window.getKpi(), window, window.getWindowEnd());
    }
    gateway.flush();
    Session session =
        Session.newBuilder(SampleSession.session()).setId(id).setStart(start).setEnd(end).build();
    SessionReport report = SampleSession.report(session, windowId);
    report.setCreatedAt(Instant.now());
    gateway.write(Topic.SESSION_REPORTS, Map.of(id + "/" + windowId, report));
  }

  private void noFileIsLeftUnfinished() throws Exception {
    try (Stream<Path> tree = Files.walk(artifacts)) {
      assertThat(tree.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".unfinished"));
    }
  }

  @Test
  void nothingIsWrittenOutsideOfTheRoot() throws Exception {
    open("outside");
    Path elsewhere = Files.createDirectories(artifacts.resolveSibling("elsewhere"));
    Files.createDirectories(artifacts);
    Files.createSymbolicLink(artifacts.resolve("link"), elsewhere);
    for (String directory :
        List.of("/tmp", "../elsewhere", "a/../../elsewhere", "link", "link/deeper", "a/..")) {
      HttpResponse<String> answer =
          gateway.post(
              "/api/v1/sessions/outside/collect", window(",\"output_dir\":\"" + directory + "\""));
      assertThat(answer.statusCode()).as(directory).isEqualTo(400);
      assertThat(json(answer).path("field").asText()).isEqualTo("output_dir");
    }
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void kpisAreStreamedAsTheyCome() throws Exception {
    HttpResponse<InputStream> stream =
        gateway
            .http()
            .send(
                gateway.request("/api/v1/kpis/stream?kpi=streamed&status=FINAL").build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith(":");
      KpiWindow window = SampleSession.windows("stream", start).getFirst();
      window.setKpi("streamed");
      gateway.write(Topic.KPIS, Map.of("stream/3607637/streamed", window));
      List<String> read =
          CompletableFuture.supplyAsync(() -> twoLines(lines)).get(30, TimeUnit.SECONDS);
      assertThat(read.getFirst()).isEqualTo("event: kpi");
      assertThat(read.getLast()).contains("\"kpi\":\"streamed\"").doesNotContain("partial");
    }
  }

  private static List<String> twoLines(BufferedReader lines) {
    List<String> read = new ArrayList<>();
    lines
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith(":"))
        .limit(2)
        .forEach(read::add);
    return read;
  }

  @Test
  void queriesGoToTheStore() {
    String answer =
        gateway
            .post(
                "/api/v1/prometheus/query_range",
                "{\"query\":\"up\",\"start\":\"2026-05-01T12:00:00Z\",\"end\":\"2026-05-01T13:00:00Z\",\"step\":\"15s\"}")
            .body();
    assertThat(answer).contains("/api/v1/query_range query=up", "step=15000ms");
    assertThat(gateway.post("/api/v1/prometheus/query", "{\"query\":\"up\"}").statusCode())
        .isEqualTo(200);
    HttpResponse<String> bad = gateway.post("/api/v1/prometheus/query", "{\"query\":\"bad\"}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(json(bad).path("detail").asText()).contains("cannot parse");
  }

  @Test
  void theDocsNeedNobody() {
    HttpResponse<String> page = gateway.get("/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("http://", "https://");
    assertThat(gateway.get("/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/docs/openapi.yaml").body()).startsWith("openapi: 3.1.0");
  }
}

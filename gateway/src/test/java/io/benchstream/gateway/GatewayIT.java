package io.benchstream.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The API on a real broker with a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceContext context = ServiceContext.create();
  private LocalBroker broker;
  private LocalRegistry registry;
  private KafkaClients clients;
  private RegistryRecords records;
  private GatewayPipeline gateway;

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
    registry = LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")));
    KafkaConfig kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("gw.", 2, (short) 1));
    clients = new KafkaClients(kafka, "it", context.metrics().registry());
    records = new RegistryRecords(kafka);
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    gateway = new GatewayPipeline(GatewayConfig.of(kafka, new ServerConfig(null, 0)), context);
    gateway.start();
    await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    gateway.close();
    records.close();
    clients.close();
    registry.close();
    broker.close();
    context.close();
  }

  @Test
  void anEventIsOnTheTopicOnceItIsAccepted() throws Exception {
    HttpResponse<String> answer =
        post(
            "application/cloudevents+json",
            """
            {"specversion":"1.0","id":"1","source":"/it","type":"io.benchstream.job.running",
             "subject":"job/a/7","data":{"kind":"vllm","endpoints":[{"address":"h:8000"}]}}
            """);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    TopicPartition partition =
        new TopicPartition("gw.lifecycle", ResourceKeys.partition("job/a/7", 8));
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      ConsumerRecord<byte[], byte[]> record =
          await()
              .atMost(PATIENCE)
              .until(() -> consumer.poll(Duration.ofMillis(200)), polled -> !polled.isEmpty())
              .iterator()
              .next();
      RecordReader<LifecycleEvent> reader = records.reader(LifecycleEvent.class);
      assertThat(new String(record.key(), UTF_8)).isEqualTo("job/a/7");
      assertThat(reader.read(record))
          .isInstanceOf(Decoded.Value.class)
          .extracting("value.job", "value.kind")
          .containsExactly("7", "vllm");
    }
  }

  @Test
  void whatIsWrongIsAProblemDocumentAndNeverAStackTrace() throws Exception {
    HttpResponse<String> answer = post("application/cloudevents+json", "{\"specversion\":\"1.0\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).path("field").asText()).isEqualTo("id");
    assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(json(get("/api/v1/nothing")).path("title").asText()).isEqualTo("Not found");
    assertThat(get("/api/v1/events").statusCode()).isEqualTo(405);
    assertThat(json(get("/api/v1/kpis?clutser=a")).path("field").asText()).isEqualTo("clutser");
    assertThat(get("/api/v1/kpis?since=soon").statusCode()).isEqualTo(400);
    HttpResponse<String> tooLarge =
        post("application/cloudevents+json", "x".repeat(2 * 1024 * 1024));
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(tooLarge.body()).contains("1048576 bytes");
  }

  @Test
  void theDoorRefusesWhatTheContractDoes() throws Exception {
    HttpResponse<String> answer =
        post(
            "application/cloudevents+json",
            """
            {"specversion":"1.0","id":"1","source":"/it","type":"io.benchstream.job.running",
             "subject":"job/a/8","data":{"labels":{"job":"x"}}}
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("field").asText()).isEqualTo("data.labels.job");
    assertThat(json(answer).path("detail").asText()).contains("which Benchstream sets");
    assertThat(json(get("/api/v1/kpis?limit=0")).path("detail").asText())
        .startsWith("limit '0' is not a whole number from 1 to 10000");
    assertThat(get("/api/v1/targets?limit=many").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/targets?cluster=a&cluster=b").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/kpis?scope=a/b/c").statusCode()).isEqualTo(400);
    // Ids that look like numbers are ids.
    assertThat(get("/api/v1/kpis?cluster=1.5&job=42").statusCode()).isEqualTo(200);
  }

  @Test
  void anEventThatDiscoveryWouldNotTakeIsRefused() throws Exception {
    String attribute = "\"" + "x".repeat(65_000) + "\"";
    StringBuilder attributes = new StringBuilder("\"a0\":" + attribute);
    for (int i = 1; i < 9; i++) {
      attributes.append(",\"a").append(i).append("\":").append(attribute);
    }
    HttpResponse<String> answer =
        post(
            "application/cloudevents+json",
            """
            {"specversion":"1.0","id":"1","source":"/it","type":"io.benchstream.job.running",
             "subject":"job/a/9","data":{"attributes":{%s}}}
            """
                .formatted(attributes));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("the most is 524288");
  }

  @Test
  void theContractIsServed() throws Exception {
    HttpResponse<String> answer = get("/api/v1/openapi.yaml");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("openapi: 3.1.0").contains("operationId: getKpis");
  }

  @Test
  void kpisAreToldInPages() throws Exception {
    RecordWriter<KpiWindow> writer = records.writer(Topic.KPIS);
    try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      for (String kpi : List.of("itl", "tpot", "ttft")) {
        producer.send(writer.record("k/1 " + kpi, window("k", "1", kpi))).get();
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(json(get("/api/v1/kpis?scope=k/1")).path("kpis")).hasSize(3));
    JsonNode first = json(get("/api/v1/kpis?cluster=k&limit=2"));
    assertThat(first.path("kpis")).hasSize(2);
    assertThat(first.at("/kpis/0/values/p99").asText()).isEqualTo("NaN");
    assertThat(first.at("/kpis/0").has("partial")).isFalse();
    assertThat(first.at("/kpis/0/quality/coverage").asDouble()).isEqualTo(1);
    assertThat(first.at("/kpis/0/quality/lowCoverage")).isEqualTo(BooleanNode.FALSE);
    String next = URLEncoder.encode(first.path("next").asText(), UTF_8);
    JsonNode second = json(get("/api/v1/kpis?cluster=k&limit=2&after=" + next));
    assertThat(second.at("/kpis/0/kpi").asText()).isEqualTo("ttft");
    assertThat(second.has("next")).isFalse();
    assertThat(json(get("/api/v1/kpis?kpi=ttft&job=1")).path("kpis")).hasSize(1);
  }

  @Test
  void kpiOfWhichTooLittleWasSeenSaysSo() throws Exception {
    KpiWindow window = window("k", "low", "ttft");
    window.getQuality().setScrapesSeen(8);
    window.getQuality().setScrapesExpected(10);
    RecordWriter<KpiWindow> writer = records.writer(Topic.KPIS);
    try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      producer.send(writer.record("k/low ttft", window)).get();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode quality = json(get("/api/v1/kpis?scope=k/low")).at("/kpis/0/quality");
              assertThat(quality.path("coverage").asDouble()).isEqualTo(0.8);
              assertThat(quality.path("lowCoverage")).isEqualTo(BooleanNode.TRUE);
              assertThat(quality.path("scrapesSeen").asInt()).isEqualTo(8);
            });
  }

  private static KpiWindow window(String cluster, String job, String kpi) {
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return KpiWindow.newBuilder()
        .setScope(KpiScope.newBuilder().setCluster(cluster).setJob(job).build())
        .setKpi(kpi)
        .setType(KpiType.HISTOGRAM)
        .setUnit("seconds")
        .setWindowStart(end.minusSeconds(10))
        .setWindowEnd(end)
        .setValues(Map.of("p50", 0.5, "p99", Double.NaN))
        .setQuality(
            KpiQuality.newBuilder().setScrapesSeen(1).setScrapesExpected(1).setTargetsUp(1).build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1")
        .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build())
        .build();
  }

  @Test
  void targetsAppearAndGo() throws Exception {
    RecordWriter<Target> writer = records.writer(Topic.TARGETS);
    Target target =
        Target.newBuilder()
            .setId("00112233445566778899aabbccddeeff")
            .setCluster("t")
            .setJob(null)
            .setKind("node")
            .setAddress("h:9100")
            .setSettings(ScrapeSettings.newBuilder().build())
            .setChangedAt(Instant.EPOCH)
            .build();
    try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      producer.send(writer.record(target.getId(), target)).get();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          json(get("/api/v1/targets?cluster=t")).at("/targets/0/address").asText())
                      .isEqualTo("h:9100"));
      producer.send(writer.tombstone(target.getId())).get();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(json(get("/api/v1/targets?cluster=t")).path("targets")).isEmpty());
  }

  @Test
  void healthAndMetricsAreTold() throws Exception {
    assertThat(get("/healthz").body()).contains("ok");
    assertThat(get("/metrics").body()).contains("kafka_consumer");
    assertThat(json(get("/api/v1/kpis?cluster=nobody")).path("kpis")).isEmpty();
  }

  /** Without its topics a gateway knows nothing, and must not say that there is nothing. */
  @Test
  void nothingIsToldBeforeTheViewsAreComplete() throws Exception {
    KafkaConfig kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("early.", 2, (short) 1));
    GatewayConfig config = GatewayConfig.of(kafka, new ServerConfig(null, 0));
    try (ServiceContext first = ServiceContext.create();
        GatewayPipeline early = new GatewayPipeline(config, first)) {
      early.start();
      for (String path : List.of("sessions", "targets", "kpis", "prometheus/targets")) {
        HttpResponse<String> answer = get(early, "/api/v1/" + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("Content-Type"))
            .contains("application/problem+json");
        assertThat(json(answer).path("title").asText()).isEqualTo("Starting");
      }
      assertThat(get(early, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(early, "/readyz").body()).contains("view of early.sessions");
      assertThat(get(early, "/docs").statusCode()).isEqualTo(200);
      try (KafkaClients own = new KafkaClients(kafka, "early", first.metrics().registry());
          Admin admin = own.admin()) {
        new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
      }
      await().atMost(PATIENCE).until(() -> get(early, "/readyz").statusCode() == 200);
      HttpRequest.BodyPublisher body =
          HttpRequest.BodyPublishers.ofString("{\"session_id\":\"s\"}");
      assertThat(
              http.send(
                      HttpRequest.newBuilder(uri(early, "/api/v1/sessions"))
                          .header("Content-Type", "application/json")
                          .POST(body)
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(201);
    }
    try (ServiceContext second = ServiceContext.create();
        GatewayPipeline late = new GatewayPipeline(config, second)) {
      late.start();
      HttpResponse<String> answer =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(10))
              .until(() -> get(late, "/api/v1/sessions"), told -> told.statusCode() != 503);
      assertThat(json(answer).at("/sessions/0/session_id").asText()).isEqualTo("s");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(gateway, path);
  }

  private HttpResponse<String> get(GatewayPipeline from, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(from, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String contentType, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(gateway, "/api/v1/events"))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(GatewayPipeline of, String path) {
    return URI.create("http://127.0.0.1:" + of.port() + path);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }
}

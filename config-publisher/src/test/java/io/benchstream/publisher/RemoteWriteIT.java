package io.benchstream.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.process.Port;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.publisher.scrapes.TestScrapes;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Samples and KPIs from a real broker to a real store. */
@ExtendWith(SharedParts.class)
class RemoteWriteIT {
  private static final AtomicInteger RUN = new AtomicInteger();
  private static final int TARGETS = 6;

  private final String run = "r" + RUN.incrementAndGet();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, Map<Long, Double>> expected = new TreeMap<>();
  private final List<TestScrapes> workers = new ArrayList<>();
  private final Random random = new Random(11);

  /** Recent, so that the store's retention and look-back apply as in life. */
  private final long begin = Instant.now().minusSeconds(600).toEpochMilli();

  private final KafkaConfig kafka;
  private final RecordWriter<Scrape> scrapes;
  private final RecordWriter<KpiWindow> windows;
  private final Producer<byte[], byte[]> producer;

  RemoteWriteIT(LocalBroker broker, LocalRegistry registry) {
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("rw" + System.nanoTime() + ".", 4, (short) 1));
    KafkaClients clients = new KafkaClients(kafka, "test", new SimpleMeterRegistry());
    RegistryRecords records = new RegistryRecords(kafka);
    scrapes = records.writer(Topic.SAMPLES);
    windows = records.writer(Topic.KPIS);
    producer = clients.producer(Map.of());
    open.add(clients);
    open.add(records);
    open.add(producer);
  }

  @BeforeEach
  void targets() {
    for (int i = 0; i < TARGETS; i++) {
      workers.add(new TestScrapes(run + "-t" + i, labels(i)));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void everySampleArrivesAsItWasScraped(LocalVictoriaMetrics store) throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    for (int second = 0; second < 30; second++) {
      scrape(second, 40);
    }

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(reader.export("{run=\"%s\",__name__=~\"m.*\"}".formatted(run)))
                    .isEqualTo(expected));
    assertThat(reader.export("up{run=\"%s\"}".formatted(run)))
        .hasSize(TARGETS)
        .allSatisfy((_, samples) -> assertThat(samples).hasSize(30));
  }

  @Test
  void aSeriesThatIsGoneEndsAtOnce(LocalVictoriaMetrics store) throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    TestScrapes worker = workers.getFirst();
    send(worker.success(begin, TestScrapes.series("a", "b"), 1, 2));
    send(worker.ending("b").success(begin + 1000, TestScrapes.series("a"), 1));
    send(worker.without(begin + 2000, ScrapeOutcome.TIMEOUT));
    send(worker.without(begin + 3000, ScrapeOutcome.REMOVED));

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String a = "a{run=\"%s\"}".formatted(run);
    String b = "b{run=\"%s\"}".formatted(run);
    String up = "up{run=\"%s\"}".formatted(run);
    await()
        .untilAsserted(
            () -> {
              assertThat(reader.seriesAt(a, begin + 1500)).isEqualTo(1);
              assertThat(reader.seriesAt(b, begin + 500)).isEqualTo(1);
              assertThat(reader.seriesAt(up, begin + 2500)).isEqualTo(1);
              assertThat(reader.seriesAt(b, begin + 1500)).isZero();
              assertThat(reader.seriesAt(a, begin + 2500)).isZero();
              assertThat(reader.seriesAt(up, begin + 3500)).isZero();
            });
  }

  @Test
  void aStoreThatIsKilledAndComesBackMissesNothing(@TempDir Path directory) throws Exception {
    Path binary = Binaries.of(System.err::println).find(Tool.VICTORIA_METRICS);
    int port = Port.any().resolve("store");
    LocalVictoriaMetrics.Settings settings =
        LocalVictoriaMetrics.Settings.in(binary, directory).withPort(Port.fixed(port, "the test"));
    LocalVictoriaMetrics store = LocalVictoriaMetrics.start(settings);
    start(destination("store", store.remoteWriteUrl()));
    for (int second = 0; second < 5; second++) {
      scrape(second, 40);
    }
    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String all = "{run=\"%s\",__name__=~\"m.*\"}".formatted(run);
    await().untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(expected));

    // It has taken these samples, and loses those of its last ten seconds or so.
    ProcessHandle.of(store.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !store.isAlive());
    for (int second = 5; second < 15; second++) {
      scrape(second, 40);
      Thread.sleep(100);
    }
    store.close();
    open.add(LocalVictoriaMetrics.start(settings));

    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(expected));
  }

  @Test
  void aRestartBetweenKeyframesMissesNothing(LocalVictoriaMetrics store) throws Exception {
    DestinationConfig config = DestinationConfig.of("store", store.remoteWriteUrl());
    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String all = "{run=\"%s\",__name__=~\"m.*\"}".formatted(run);
    PublisherPipeline first = start(config);
    for (int second = 0; second < 5; second++) {
      scrape(second, 40);
    }
    await().untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(expected));
    first.close();
    for (int second = 5; second < 10; second++) {
      scrape(second, 40);
    }

    PublisherPipeline second = start(config);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(expected));
    second.close();
  }

  @Test
  void aStoreThatFailsHoldsUpNoOther(LocalVictoriaMetrics store) throws Exception {
    AtomicInteger refused = new AtomicInteger();
    Vertx vertx = Vertx.vertx();
    open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    HttpServer broken =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  refused.incrementAndGet();
                  request.response().setStatusCode(500).end("out of order");
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    ServiceContext context = ServiceContext.create();
    start(
        context,
        destination("broken", URI.create("http://127.0.0.1:" + broken.actualPort() + "/write")),
        destination("store", store.remoteWriteUrl()));
    for (int second = 0; second < 20; second++) {
      scrape(second, 40);
      Thread.sleep(100);
    }

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(reader.export("{run=\"%s\",__name__=~\"m.*\"}".formatted(run)))
                    .isEqualTo(expected));
    assertThat(refused).hasValueGreaterThan(2);
    await().untilAsserted(() -> assertThat(lag(context, "store")).isZero());
    assertThat(lag(context, "broken")).isGreaterThan(1);
  }

  @Test
  void finalKpisArriveWithUnitScopeAndQuality(LocalVictoriaMetrics store) throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    KpiWindow.Builder window =
        KpiWindow.newBuilder()
            .setScope(new KpiScope("alpha", "j", Map.of("run", run)))
            .setKpi("ttft")
            .setType(KpiType.HISTOGRAM)
            .setUnit("seconds")
            .setWindowStart(Instant.ofEpochMilli(begin))
            .setWindowEnd(Instant.ofEpochMilli(begin + 10_000))
            .setValues(Map.of("p99", 0.25))
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(1)
                    .setScrapesExpected(2)
                    .setTargetsUp(1)
                    .build())
            .setRecipeVersion("1")
            .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build());
    producer.send(windows.record("k", window.setStatus(WindowStatus.PROVISIONAL).build())).get();
    producer.send(windows.record("k", window.setStatus(WindowStatus.FINAL).build())).get();

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String quantile =
        LabelSet.of(
                "__name__",
                "benchstream:ttft_seconds",
                "cluster",
                "alpha",
                "job",
                "j",
                "quantile",
                "0.99",
                "run",
                run)
            .toString();
    String coverage =
        LabelSet.of(
                "__name__",
                "benchstream:kpi_coverage_ratio",
                "cluster",
                "alpha",
                "job",
                "j",
                "kpi",
                "ttft",
                "run",
                run)
            .toString();
    await()
        .untilAsserted(
            () ->
                assertThat(reader.export("{run=\"%s\"}".formatted(run)))
                    .containsEntry(quantile, Map.of(begin + 10_000, 0.25))
                    .containsEntry(coverage, Map.of(begin + 10_000, 0.5))
                    .hasSize(6));
  }

  @Test
  void aRecordThatIsNoneGoesToTheDeadLettersAndHoldsUpNothing(LocalVictoriaMetrics store)
      throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    producer
        .send(
            new org.apache.kafka.clients.producer.ProducerRecord<>(
                kafka.topics().name(Topic.SAMPLES),
                workers.getFirst().target().getBytes(StandardCharsets.UTF_8),
                new byte[] {1, 2, 3}))
        .get();
    scrape(0, 40);

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    await()
        .untilAsserted(
            () ->
                assertThat(reader.export("{run=\"%s\",__name__=~\"m.*\"}".formatted(run)))
                    .isEqualTo(expected));
    try (var letters =
        new KafkaClients(kafka, "letters", new SimpleMeterRegistry())
            .groupConsumer("letters", Map.of())) {
      letters.subscribe(List.of(kafka.topics().name(Topic.DEAD_LETTERS)));
      List<String> stages = new ArrayList<>();
      await()
          .untilAsserted(
              () -> {
                letters
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        letter ->
                            stages.add(
                                new String(
                                    letter.headers().lastHeader("benchstream.stage").value(),
                                    StandardCharsets.UTF_8)));
                assertThat(stages).containsExactly("remote-write store");
              });
    }
  }

  private static double lag(ServiceContext context, String destination) {
    return context
        .metrics()
        .registry()
        .get("benchstream_remote_write_lag_seconds")
        .tag("destination", destination)
        .gauge()
        .value();
  }

  private PublisherPipeline start(DestinationConfig... destinations) {
    return start(ServiceContext.create(), destinations);
  }

  private PublisherPipeline start(ServiceContext context, DestinationConfig... destinations) {
    PublisherPipeline pipeline =
        new PublisherPipeline(
            new PublisherConfig(kafka, null, null, List.of(destinations)), context);
    open.add(context);
    open.add(pipeline);
    pipeline.start();
    await().until(() -> context.health().ready());
    return pipeline;
  }

  /** Tries again soon, for tests. */
  private static DestinationConfig destination(String name, URI url) {
    return new DestinationConfig(
        name,
        url,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        null,
        0,
        0);
  }

  /** One scrape of every target, whose samples are expected at the store. */
  private void scrape(int second, int size) throws Exception {
    for (int i = 0; i < TARGETS; i++) {
      long time = begin + second * 1000L;
      StringBuilder lines = new StringBuilder();
      double[] values = new double[size];
      for (int s = 0; s < size; s++) {
        String metric = "m%d{series=\"%d\",odd=\"q\\\"%d\"}".formatted(s % 7, s, s);
        lines.append(metric).append('\n');
        // Of few digits: the store keeps decimals and changes the last bit of others.
        values[s] = s % 5 == 0 ? random.nextInt() / 4.0 : second * 100 + s;
        String labels =
            LabelSet.of(
                    "__name__",
                    "m" + s % 7,
                    "series",
                    "" + s,
                    "odd",
                    "q\"" + s,
                    "run",
                    run,
                    "instance",
                    "i" + i)
                .toString();
        expected.computeIfAbsent(labels, _ -> new TreeMap<>()).put(time, values[s]);
      }
      send(workers.get(i).success(time, SeriesSet.of(lines.toString()), values));
    }
  }

  private void send(List<Scrape> records) throws Exception {
    for (Scrape record : records) {
      producer.send(scrapes.record(record.getTargetId(), record)).get();
    }
  }

  private Map<String, String> labels(int target) {
    return Map.of("run", run, "instance", "i" + target);
  }
}

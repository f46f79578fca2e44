package io.benchstream.publisher;

import static io.benchstream.publisher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.publisher.scrapes.TestScrapes;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Samples and KPIs from a real broker to a real store. */
@ExtendWith(SharedParts.class)
class RemoteWriteIT {
  private static final AtomicInteger RUN = new AtomicInteger();

  private final String run = "r" + RUN.incrementAndGet();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final KafkaConfig kafka;
  private final SampleLoad load;
  private final RecordWriter<KpiWindow> windows;
  private final RecordWriter<Session> sessions;

  RemoteWriteIT(LocalBroker broker, LocalRegistry registry) {
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("rw" + System.nanoTime() + ".", 4, (short) 1));
    load = new SampleLoad(kafka, run);
    RegistryRecords records = new RegistryRecords(kafka);
    windows = records.writer(Topic.KPIS);
    sessions = records.writer(Topic.SESSIONS);
    open.add(load);
    open.add(records);
  }

  private void createTopics() {
    try (KafkaClients clients = new KafkaClients(kafka, run, new SimpleMeterRegistry());
        Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
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
      load.scrape(second, 40);
    }

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    await()
        .untilAsserted(() -> assertThat(reader.export(load.selector())).isEqualTo(load.expected()));
    assertThat(reader.export("up{run=\"%s\"}".formatted(run)))
        .hasSize(SampleLoad.TARGETS)
        .allSatisfy((_, samples) -> assertThat(samples).hasSize(30));
  }

  @Test
  void aSeriesThatIsGoneEndsAtOnce(LocalVictoriaMetrics store) throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    TestScrapes worker = load.worker(0);
    load.send(worker.success(load.begin(), TestScrapes.series("a", "b"), 1, 2));
    load.send(worker.ending("b").success(load.begin() + 1000, TestScrapes.series("a"), 1));
    load.send(worker.without(load.begin() + 2000, ScrapeOutcome.TIMEOUT));
    load.send(worker.without(load.begin() + 3000, ScrapeOutcome.REMOVED));

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String a = "a{run=\"%s\"}".formatted(run);
    String b = "b{run=\"%s\"}".formatted(run);
    String up = "up{run=\"%s\"}".formatted(run);
    await()
        .untilAsserted(
            () -> {
              assertThat(reader.seriesAt(a, load.begin() + 1500)).isEqualTo(1);
              assertThat(reader.seriesAt(b, load.begin() + 500)).isEqualTo(1);
              assertThat(reader.seriesAt(up, load.begin() + 2500)).isEqualTo(1);
              assertThat(reader.seriesAt(b, load.begin() + 1500)).isZero();
              assertThat(reader.seriesAt(a, load.begin() + 2500)).isZero();
              assertThat(reader.seriesAt(up, load.begin() + 3500)).isZero();
            });
  }

  @Test
  void aRestartBetweenKeyframesMissesNothing(LocalVictoriaMetrics store) throws Exception {
    DestinationConfig config = DestinationConfig.of("store", store.remoteWriteUrl());
    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    String all = load.selector();
    PublisherPipeline first = start(config);
    for (int second = 0; second < 5; second++) {
      load.scrape(second, 40);
    }
    await().untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(load.expected()));
    first.close();
    for (int second = 5; second < 10; second++) {
      load.scrape(second, 40);
    }

    PublisherPipeline second = start(config);

    await().untilAsserted(() -> assertThat(reader.export(all)).isEqualTo(load.expected()));
    second.close();
  }

  @Test
  void finalKpisArriveWithUnitScopeSessionAndQuality(LocalVictoriaMetrics store) throws Exception {
    Session session =
        Session.newBuilder()
            .setId("s-" + run)
            .setJobs(List.of("alpha/j"))
            .setLabels(Map.of("gpu", "h100"))
            .setState(SessionState.OPEN)
            .setStart(Instant.ofEpochMilli(load.begin()))
            .build();
    createTopics();
    load.producer().send(sessions.record(session.getId(), session)).get();
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    KpiWindow.Builder window =
        KpiWindow.newBuilder()
            .setScope(new KpiScope("alpha", "j", Map.of("run", run)))
            .setKpi("ttft")
            .setType(KpiType.HISTOGRAM)
            .setUnit("seconds")
            .setWindowStart(Instant.ofEpochMilli(load.begin()))
            .setWindowEnd(Instant.ofEpochMilli(load.begin() + 10_000))
            .setValues(Map.of("p99", 0.25))
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(1)
                    .setScrapesExpected(2)
                    .setTargetsUp(1)
                    .build())
            .setRecipeVersion("1")
            .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build());
    load.producer()
        .send(windows.record("k", window.setStatus(WindowStatus.PROVISIONAL).build()))
        .get();
    load.producer().send(windows.record("k", window.setStatus(WindowStatus.FINAL).build())).get();

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
                run,
                "session",
                "s-" + run,
                "session_gpu",
                "h100")
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
                run,
                "session",
                "s-" + run,
                "session_gpu",
                "h100")
            .toString();
    await()
        .untilAsserted(
            () ->
                assertThat(reader.export("{run=\"%s\"}".formatted(run)))
                    .containsEntry(quantile, Map.of(load.begin() + 10_000, 0.25))
                    .containsEntry(coverage, Map.of(load.begin() + 10_000, 0.5))
                    .hasSize(6));
  }

  @Test
  void aRecordThatIsNoneGoesToTheDeadLettersAndHoldsUpNothing(LocalVictoriaMetrics store)
      throws Exception {
    start(DestinationConfig.of("store", store.remoteWriteUrl()));
    load.producer()
        .send(
            new org.apache.kafka.clients.producer.ProducerRecord<>(
                kafka.topics().name(Topic.SAMPLES),
                load.worker(0).target().getBytes(StandardCharsets.UTF_8),
                new byte[] {1, 2, 3}))
        .get();
    load.scrape(0, 40);

    VictoriaMetricsReader reader = new VictoriaMetricsReader(store.url());
    await()
        .untilAsserted(() -> assertThat(reader.export(load.selector())).isEqualTo(load.expected()));
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
}

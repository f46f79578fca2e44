package io.benchstream.publisher;

import static io.benchstream.publisher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.process.Port;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVmagent;
import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TlsConfig;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Targets from a real broker to a real vmagent. */
@ExtendWith(SharedParts.class)
class VmagentIT {
  private static final int CHANGES = 20;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final KafkaConfig kafka;
  private final RecordWriter<Target> targets;
  private final Producer<byte[], byte[]> producer;
  private final Path directory;

  VmagentIT(LocalBroker broker, LocalRegistry registry, @TempDir Path directory) {
    this.directory = directory.resolve("config");
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("va" + System.nanoTime() + ".", 4, (short) 1));
    KafkaClients clients = new KafkaClients(kafka, "test", new SimpleMeterRegistry());
    RegistryRecords records = new RegistryRecords(kafka);
    targets = records.writer(Topic.TARGETS);
    producer = clients.producer(Map.of());
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    open.add(clients);
    open.add(records);
    open.add(producer);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void changesOfTargetsReachVmagentWithinTwoSecondsAndARestartChangesNothing() throws Exception {
    PublisherPipeline first = start(null);
    put("base", "127.0.0.1:40001");
    await().until(() -> files().contains("127.0.0.1:40001"));
    first.close();
    LocalVmagent vmagent = startVmagent();
    String before = files();

    start(vmagent.url());
    await().until(() -> page(vmagent, "api/v1/targets").contains("127.0.0.1:40001"));
    assertThat(files()).isEqualTo(before);

    long[] millis = new long[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      String address = "127.0.0.1:" + (41_000 + i);
      long begin = System.nanoTime();
      put("t" + i, address);
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> page(vmagent, "api/v1/targets").contains(address));
      millis[i] = (System.nanoTime() - begin) / 1_000_000;
    }
    Arrays.sort(millis);
    // The slowest ones tell of other work on the machine.
    assertThat(millis[CHANGES / 2])
        .as("median of %s ms", Arrays.toString(millis))
        .isLessThan(2_000);

    remove("t0");
    await().until(() -> !page(vmagent, "api/v1/targets").contains("127.0.0.1:41000"));
    assertThat(files()).doesNotContain("127.0.0.1:41000").contains("127.0.0.1:41001");
  }

  @Test
  void aTargetThatCannotBeReadOrIsRefusedHoldsUpNone() throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                kafka.topics().name(Topic.TARGETS), "broken".getBytes(UTF_8), new byte[] {1, 2}))
        .get();
    put("refused", "not an address");
    put("good", "127.0.0.1:42000");
    ServiceContext context = ServiceContext.create();
    start(null, context);

    await().until(() -> files().contains("127.0.0.1:42000"));
    assertThat(files()).doesNotContain("not an address");
    await().until(() -> refusedTargets(context) == 1);
  }

  /** vmagent 1.79 refuses a whole configuration for one certificate that is not there. */
  @Test
  void aTargetThatVmagentRefusesIsFoundAndLeftOut() throws Exception {
    put("good", "127.0.0.1:43000");
    PublisherPipeline first = start(null);
    await().until(() -> files().contains("127.0.0.1:43000"));
    first.close();
    LocalVmagent vmagent = startVmagent();
    ServiceContext context = ServiceContext.create();
    // Short, since this vmagent does not tell of a failure: only time does.
    start(vmagent.url(), context, Duration.ofSeconds(2));

    Target refused =
        SampleTargets.vllm("refused", "127.0.0.1:43001")
            .setSettings(
                SampleTargets.settings()
                    .setHttp(
                        HttpClientConfig.newBuilder()
                            .setTlsConfig(TlsConfig.newBuilder().setCaFile("/no/such/file").build())
                            .build())
                    .build())
            .build();
    producer.send(targets.record("refused", refused)).get();
    put("other", "127.0.0.1:43002");

    await().until(() -> page(vmagent, "api/v1/targets").contains("127.0.0.1:43002"));
    await().until(() -> refusedTargets(context) == 1);
    await()
        .untilAsserted(
            () ->
                assertThat(files()).contains("127.0.0.1:43002").doesNotContain("127.0.0.1:43001"));
  }

  private static double refusedTargets(ServiceContext context) {
    return context.metrics().registry().get("benchstream_vmagent_refused_targets").gauge().value();
  }

  private LocalVmagent startVmagent() {
    LocalVmagent vmagent =
        LocalVmagent.start(
            new LocalVmagent.Settings(
                Binaries.of(System.err::println).find(Tool.VMAGENT),
                directory.resolveSibling("vmagent"),
                Port.any(),
                directory.resolve(ScrapeConfig.MAIN_FILE),
                URI.create("http://127.0.0.1:9/"),
                List.of()));
    open.add(vmagent);
    return vmagent;
  }

  private PublisherPipeline start(@Nullable URI vmagent) {
    return start(vmagent, ServiceContext.create());
  }

  private PublisherPipeline start(@Nullable URI vmagent, ServiceContext context) {
    return start(vmagent, context, Duration.ofSeconds(10));
  }

  private PublisherPipeline start(@Nullable URI vmagent, ServiceContext context, Duration confirm) {
    VmagentConfig config = new VmagentConfig(directory, vmagent, null, confirm);
    PublisherPipeline pipeline =
        new PublisherPipeline(new PublisherConfig(kafka, null, config, List.of()), context);
    open.add(context);
    open.add(pipeline);
    pipeline.start();
    return pipeline;
  }

  private void put(String id, String address) throws Exception {
    producer.send(targets.record(id, SampleTargets.vllm(id, address).build())).get();
  }

  private void remove(String id) throws Exception {
    producer.send(targets.tombstone(id)).get();
  }

  /** All the text of the configuration. */
  private String files() throws IOException {
    StringBuilder text = new StringBuilder();
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          text.append(file.getFileName()).append('\n').append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  private static String page(LocalVmagent vmagent, String path) throws IOException {
    try (var in = vmagent.url().resolve(path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

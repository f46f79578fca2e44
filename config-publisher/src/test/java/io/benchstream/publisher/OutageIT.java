package io.benchstream.publisher;

import static io.benchstream.publisher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.topics.Topics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is missing whatever ends in between. How long a store is away is {@code
 * -Dbenchstream.it.outage_seconds}, 3 by default.
 */
@ExtendWith(SharedParts.class)
class OutageIT {
  private static final AtomicInteger RUN = new AtomicInteger();
  private static final int OUTAGE_SECONDS = Integer.getInteger("benchstream.it.outage_seconds", 3);
  private static final int SIZE = 40;
  private static final long SCRAPE_PAUSE_MS = 100;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final KafkaConfig kafka;
  private final SampleLoad load;
  private int second;

  OutageIT(LocalBroker broker, LocalRegistry registry) {
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("out" + System.nanoTime() + ".", 4, (short) 1));
    load = new SampleLoad(kafka, "o" + RUN.incrementAndGet());
    open.add(load);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void aStoreThatHangsAndIsKilledAndComesBackMissesNothing(@TempDir Path directory)
      throws Exception {
    Path binary = Binaries.of(System.err::println).find(Tool.VICTORIA_METRICS);
    int port = Port.any().resolve("store");
    LocalVictoriaMetrics.Settings settings =
        LocalVictoriaMetrics.Settings.in(binary, directory).withPort(Port.fixed(port, "the test"));
    LocalVictoriaMetrics store = LocalVictoriaMetrics.start(settings);
    start(ServiceContext.create(), soon("store", store.remoteWriteUrl()));
    scrapeFor(Duration.ofSeconds(1));
    awaitAll(store.url());

    // It has taken these samples, and loses those of its last ten seconds or so.
    signal("STOP", store.pid());
    scrapeFor(Duration.ofSeconds(OUTAGE_SECONDS));
    ProcessHandle.of(store.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !store.isAlive());
    scrapeFor(Duration.ofSeconds(1));
    store.close();
    open.add(LocalVictoriaMetrics.start(settings));

    awaitAll(store.url());
  }

  @Test
  void aPublisherThatIsKilledMissesNothing(LocalVictoriaMetrics store, @TempDir Path directory)
      throws Exception {
    ServerProcess first = publisher(directory.resolve("first"), store.remoteWriteUrl());
    scrapeFor(Duration.ofMillis(1_300));
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !first.isAlive());
    scrapeFor(Duration.ofMillis(200));
    try (ServerProcess second = publisher(directory.resolve("second"), store.remoteWriteUrl())) {
      scrapeFor(Duration.ofMillis(500));
      awaitAll(store.url());
      assertThat(second.isAlive()).isTrue();
    } finally {
      first.close();
    }
  }

  @Test
  void aStoreThatFailsHoldsUpNoOther(LocalVictoriaMetrics store) throws Exception {
    AtomicInteger refused = new AtomicInteger();
    ServiceContext context = ServiceContext.create();
    start(context, soon("broken", failing(refused)), soon("store", store.remoteWriteUrl()));

    List<Double> lags = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofSeconds(OUTAGE_SECONDS).toNanos();
    while (System.nanoTime() < end) {
      scrapeFor(Duration.ofMillis(50));
      lags.add(lag(context, "store"));
    }

    Collections.sort(lags);
    double p90 = lags.get(lags.size() * 9 / 10); // of all moments: the machine pauses, too
    System.out.printf(
        "lag of the store that works: p90 %.2f s, highest %.2f s%n", p90, lags.getLast());
    assertThat(p90).as("lag of the store that works, in seconds").isLessThan(2);
    awaitAll(store.url());
    assertThat(refused).hasValueGreaterThan(2);
    await().untilAsserted(() -> assertThat(lag(context, "store")).isZero());
    await().untilAsserted(() -> assertThat(lag(context, "broken")).isGreaterThan(1));
  }

  private URI failing(AtomicInteger refused) throws Exception {
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
    return URI.create("http://127.0.0.1:" + broken.actualPort() + "/write");
  }

  private void scrapeFor(Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    do {
      load.scrape(second++, SIZE);
      Thread.sleep(SCRAPE_PAUSE_MS);
    } while (System.nanoTime() < end);
  }

  private void awaitAll(URI store) {
    VictoriaMetricsReader reader = new VictoriaMetricsReader(store);
    await()
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(reader.export(load.selector())).isEqualTo(load.expected()));
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  /** The publisher as a process of its own. */
  private ServerProcess publisher(Path directory, URI store) throws IOException {
    int port = Port.any().resolve("publisher");
    Files.createDirectories(directory);
    Path config = directory.resolve("publisher.yml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap_servers: %s
          registry_url: %s
          topics: {prefix: "%s", partitions: %d, replication_factor: 1}
        server: {port: %d}
        remote_write:
        - {name: store, url: "%s", min_backoff: 100ms, max_backoff: 1s}
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                kafka.topics().partitions(),
                port,
                store));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath,
            Main.class.getName(),
            "--config",
            config.toString());
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                "publisher",
                directory,
                "publisher.log",
                command,
                URI.create("http://127.0.0.1:" + port + "/readyz"),
                Duration.ofSeconds(60)));
    return process;
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

  private void start(ServiceContext context, DestinationConfig... destinations) {
    PublisherPipeline pipeline =
        new PublisherPipeline(
            new PublisherConfig(kafka, null, null, List.of(destinations)), context);
    open.add(context);
    open.add(pipeline);
    pipeline.start();
    await().until(() -> context.health().ready());
  }

  /** Tries again soon. */
  private static DestinationConfig soon(String name, URI url) {
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
}

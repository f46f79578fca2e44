package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.benchstream.discovery.ConnectorConfig;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.prometheus.PrometheusConfig;
import io.benchstream.discovery.ray.RayConfig;
import io.benchstream.discovery.slurm.SlurmConfig;
import io.benchstream.discovery.slurm.SlurmJobRule;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.Phase;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a source to the topic of targets, through the service and a real broker. Slurm and Ray are
 * real ones where the environment names them (SLURM_REST_SOCKET with SLURM_CONF, RAY_SD_FILE), and
 * otherwise what was captured of real ones; each test prints which it used.
 */
@ExtendWith(SharedParts.class)
class ConnectorsIT {
  private final LocalBroker broker;
  private final LocalRegistry registry;

  @TempDir private Path directory;

  ConnectorsIT(LocalBroker broker, LocalRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  private static ConnectorConfig connector(
      String cluster,
      @Nullable RayConfig ray,
      @Nullable SlurmConfig slurm,
      @Nullable PrometheusConfig prometheus) {
    return new ConnectorConfig(
        null,
        cluster,
        null,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        null,
        ray,
        slurm,
        null,
        null,
        prometheus);
  }

  private static DiscoveryConfig config(World world, ConnectorConfig... connectors) {
    return new DiscoveryConfig(
        world.kafka, null, null, null, null, null, null, null, List.of(connectors));
  }

  private static String captured(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            ConnectorsIT.class.getResourceAsStream("/io/benchstream/discovery/" + name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aPrometheusConfigurationAsItStands() throws Exception {
    Path sd =
        Files.writeString(directory.resolve("sd.json"), "[{\"targets\":[\"f1:1\",\"f2:1\"]}]");
    Path file =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 7s}
            scrape_configs:
              - job_name: node
                static_configs: [{targets: [a:9100, b:9100], labels: {cluster: theirs}}]
                relabel_configs: [{source_labels: [__address__], regex: b.*, action: drop}]
              - job_name: files/0
                file_sd_configs: [{files: [sd.json]}]
            """);
    try (World world = new World(broker, registry, "connectors-prometheus")) {
      World.Instance first =
          world.start(config(world, connector("prom", null, null, new PrometheusConfig(file))));
      world.follow();
      await()
          .atMost(World.PATIENCE)
          .until(() -> world.addresses().equals(List.of("a:9100", "f1:1", "f2:1")));
      assertThat(
              world.targets.values().stream()
                  .filter(target -> target.getAddress().equals("a:9100"))
                  .findFirst()
                  .orElseThrow())
          .satisfies(
              target -> {
                assertThat(target.getSettings().getScrapeIntervalMs()).isEqualTo(7_000);
                assertThat(target.getLabels())
                    .containsEntry("job", "node")
                    .containsEntry("cluster", "prom")
                    .containsEntry("exported_cluster", "theirs");
              });
      assertThat(world.resource("job/prom/files-0").getEndpoints().getFirst().getLabels())
          .containsEntry("prometheus_job", "files/0");

      // A successor takes over and repeats nothing; what changed meanwhile it sees.
      int records = world.targetRecords.size();
      first.close();
      Files.writeString(sd, "[{\"targets\":[\"f1:1\"]}]");
      world.start(config(world, connector("prom", null, null, new PrometheusConfig(file))));
      await()
          .atMost(World.PATIENCE)
          .until(() -> world.addresses().equals(List.of("a:9100", "f1:1")));
      assertThat(world.targetRecords.subList(records, world.targetRecords.size()))
          .singleElement()
          .asString()
          .startsWith("-");
    }
  }

  @Test
  void rayNodesComeAndGo() throws Exception {
    String real = System.getenv("RAY_SD_FILE");
    try (World world = new World(broker, registry, "connectors-ray")) {
      if (real != null) {
        System.out.println("Ray: a real one, " + real);
        world.start(config(world, connector("ray", ray(Path.of(real)), null, null)));
        world.follow();
        await()
            .atMost(World.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(world.targets.values())
                        .extracting(target -> target.getKind())
                        .contains("ray-node", "ray-autoscaler", "ray-dashboard"));
        return;
      }
      System.out.println("Ray: captures of a real one");
      Path file =
          Files.writeString(directory.resolve("ray.json"), captured("ray/discovery-1-node.json"));
      world.start(config(world, connector("ray", ray(file), null, null)));
      world.follow();
      await().atMost(World.PATIENCE).until(() -> world.targets.size() == 3);
      Files.writeString(file, captured("ray/discovery-2-nodes.json"));
      await().atMost(World.PATIENCE).until(() -> world.addresses().contains("127.0.0.1:8086"));
      Files.writeString(file, captured("ray/discovery-1-node.json"));
      await().atMost(World.PATIENCE).until(() -> world.targets.size() == 3);
    }
  }

  private static RayConfig ray(Path file) {
    return new RayConfig(null, file, 0, 0, null);
  }

  @Test
  void slurmNodesAndJobsComeAndGo() throws Exception {
    String socket = System.getenv("SLURM_REST_SOCKET");
    if (socket != null) {
      System.out.println("Slurm: a real one, " + socket);
      onRealSlurm(slurm(null, Path.of(socket)));
      return;
    }
    System.out.println("Slurm: captures of a real one");
    AtomicReference<String> jobs = new AtomicReference<>(captured("slurm/job-running.json"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/slurm/v0.0.38/ping/", () -> "{}");
    String nodes = captured("slurm/idle-nodes.json");
    answer(server, "/slurm/v0.0.38/nodes/", () -> nodes);
    answer(server, "/slurm/v0.0.38/jobs/", () -> Objects.requireNonNull(jobs.get()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try (World world = new World(broker, registry, "connectors-slurm")) {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      world.start(config(world, connector("slurm", null, slurm(url, null), null)));
      world.follow();
      // Four nodes with node exporter and DCGM, and the job's two.
      await().atMost(World.PATIENCE).until(() -> world.targets.size() == 4 * 2 + 2);
      assertThat(world.addresses()).contains("n1:9100", "n4:9400", "n1:8000", "n2:8000");
      assertThat(world.resource("job/slurm/1").getPhase()).isEqualTo(Phase.RUNNING);

      jobs.set(captured("slurm/late-jobs.json").replace("\"job_id\": 1,", "\"job_id\": 1001,"));
      await()
          .atMost(World.PATIENCE)
          .until(() -> world.resource("job/slurm/1").getPhase() == Phase.DELETED);
      jobs.set("<html>gone</html>");
      await()
          .atMost(World.PATIENCE.plusSeconds(15))
          .until(() -> world.resource("cluster/slurm").getAttributes().containsKey("stale_since"));
      assertThat(world.addresses()).contains("n1:9100", "n4:9400");
    } finally {
      server.stop(0);
    }
  }

  private static SlurmConfig slurm(@Nullable URI url, @Nullable Path socket) {
    return new SlurmConfig(
        url,
        socket,
        null,
        null,
        null,
        null,
        List.of(new SlurmJobRule("train.*", null, "vllm", null, Map.of())),
        Duration.ofSeconds(2),
        0,
        0);
  }

  private void onRealSlurm(SlurmConfig slurm) throws Exception {
    try (World world = new World(broker, registry, "connectors-slurm")) {
      world.start(config(world, connector("slurm", null, slurm, null)));
      world.follow();
      await().atMost(World.PATIENCE).until(() -> world.addresses().contains("n4:9400"));
      String id =
          run(
              "sbatch",
              "--parsable",
              "-o",
              "/dev/null",
              "-J",
              "train-it",
              "-N2",
              "--wrap",
              "sleep 300");
      await().atMost(World.PATIENCE).until(() -> world.resources.containsKey("job/slurm/" + id));
      await()
          .atMost(World.PATIENCE)
          .until(
              () ->
                  world.targets.values().stream()
                          .filter(target -> id.equals(target.getJob()))
                          .filter(target -> target.getAddress().endsWith(":8000"))
                          .count()
                      == 2);
      run("scancel", id);
      await()
          .atMost(World.PATIENCE)
          .until(() -> world.resource("job/slurm/" + id).getPhase() == Phase.CANCELLED);
      await()
          .atMost(World.PATIENCE)
          .until(
              () ->
                  world.targets.values().stream().noneMatch(target -> id.equals(target.getJob())));
    }
  }

  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private interface Body {
    String text();
  }

  private static void answer(HttpServer server, String path, Body body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.text().getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}

package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.benchstream.discovery.ConnectorConfig;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.http.HttpPages;
import io.benchstream.discovery.prometheus.PrometheusConfig;
import io.benchstream.discovery.ray.RayConfig;
import io.benchstream.discovery.slurm.RealSlurm;
import io.benchstream.discovery.slurm.SlurmConfig;
import io.benchstream.discovery.slurm.SlurmJobRule;
import io.benchstream.discovery.slurm.SlurmSource;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a source to the topic of targets, through the service and a real broker. Slurm is a real one
 * where this machine can run it, and otherwise what was captured of a real one, as Ray is; each
 * test prints which it used.
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

  /**
   * What a real Ray wrote, put where and how Ray puts it: by renames, behind a link into the
   * session's directory, which is another after a restart; and at the dashboard's address.
   */
  @Test
  void rayNodesComeAndGo() throws Exception {
    System.out.println("Ray: captures of a real one");
    Path link = directory.resolve("prom_metrics_service_discovery.json");
    Path first = Files.createDirectory(directory.resolve("session_1"));
    write(first, captured("ray/discovery-1-node.json"));
    link(link, first);
    AtomicReference<String> page = new AtomicReference<>(captured("ray/discovery-1-node.json"));
    HttpServer dashboard =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(dashboard, "/api/prometheus/sd", () -> Objects.requireNonNull(page.get()));
    dashboard.start();
    URI url =
        URI.create(
            "http://127.0.0.1:%d/api/prometheus/sd".formatted(dashboard.getAddress().getPort()));
    try (World world = new World(broker, registry, "connectors-ray")) {
      world.start(
          config(
              world,
              connector("by-file", new RayConfig(null, link, 0, 0, null), null, null),
              connector("by-url", new RayConfig(url, null, 0, 0, null), null, null)));
      world.follow();
      awaitRay(world, "by-file", "127.0.0.1:44217", "127.0.0.1:44227", "127.0.0.1:8085");
      awaitRay(world, "by-url", "127.0.0.1:44217", "127.0.0.1:44227", "127.0.0.1:8085");
      assertThat(world.targets.values())
          .extracting(target -> target.getKind() + " " + target.getAddress())
          .contains(
              "ray-node 127.0.0.1:8085",
              "ray-autoscaler 127.0.0.1:44217",
              "ray-dashboard 127.0.0.1:44227");

      // A node joins.
      write(first, captured("ray/discovery-2-nodes.json"));
      page.set(captured("ray/discovery-2-nodes.json"));
      for (String cluster : List.of("by-file", "by-url")) {
        awaitRay(
            world,
            cluster,
            "127.0.0.1:44217",
            "127.0.0.1:44227",
            "127.0.0.1:8085",
            "127.0.0.1:8086");
      }

      // It leaves; to the file's cluster with a restart of Ray, which is a session of its own.
      int records = world.targetRecords.size();
      Path second = Files.createDirectory(directory.resolve("session_2"));
      write(second, captured("ray/discovery-1-node.json"));
      link(link, second);
      page.set(captured("ray/discovery-1-node.json"));
      awaitRay(world, "by-file", "127.0.0.1:44217", "127.0.0.1:44227", "127.0.0.1:8085");
      awaitRay(world, "by-url", "127.0.0.1:44217", "127.0.0.1:44227", "127.0.0.1:8085");
      assertThat(world.targetRecords.subList(records, world.targetRecords.size()))
          .hasSize(2)
          .allSatisfy(key -> assertThat(key).startsWith("-"));

      // Another write into the directory that the link leads to now is seen, too.
      write(second, captured("ray/discovery-2-nodes.json"));
      await().atMost(World.PATIENCE).until(() -> ray(world, "by-file").size() == 4);
    } finally {
      dashboard.stop(0);
    }
  }

  private static List<String> ray(World world, String cluster) {
    return world.targets.values().stream()
        .filter(target -> target.getCluster().equals(cluster))
        .map(Target::getAddress)
        .sorted()
        .toList();
  }

  private static void awaitRay(World world, String cluster, String... addresses) {
    await().atMost(World.PATIENCE).until(() -> ray(world, cluster).equals(List.of(addresses)));
  }

  private static void write(Path session, String text) throws Exception {
    Path next = Files.writeString(session.resolve("sd.json.tmp"), text);
    Files.move(next, session.resolve("sd.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void link(Path link, Path session) throws Exception {
    Path next = link.resolveSibling("link.tmp");
    Files.createSymbolicLink(next, session.resolve("sd.json"));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void slurmNodesAndJobsComeAndGo() throws Exception {
    try (SlurmEvents hook = new SlurmEvents()) {
      Optional<RealSlurm> real =
          RealSlurm.start(
              Files.createDirectory(directory.resolve("slurm")), hook.script(directory));
      if (real.isEmpty()) {
        onCaptures("connectors-slurm");
        return;
      }
      try (RealSlurm slurm = real.get();
          World world = new World(broker, registry, "connectors-slurm")) {
        hook.to(world);
        onRealSlurm(slurm, world);
      }
    }
  }

  @Test
  void aSlurmrestdThatTellsNonsenseTakesNothingAway() throws Exception {
    onCaptures("connectors-slurm-captures");
  }

  private void onCaptures(String prefix) throws Exception {
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
    try (World world = new World(broker, registry, prefix)) {
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

  private void onRealSlurm(RealSlurm slurm, World world) throws Exception {
    world.start(config(world, connector("real", null, slurm(null, slurm.socket()), null)));
    world.follow();
    // Node exporter and DCGM of each.
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.addresses().containsAll(List.of("n1:9100", "n2:9100")));
    String id =
        slurm.run(
            "sbatch", "--parsable", "-o", "/dev/null", "-J", "train", "-N2", "--wrap", "sleep 300");
    await()
        .atMost(World.PATIENCE)
        .until(() -> ports(world, id).equals(List.of("n1:8000", "n2:8000")));
    // The hook tells it, and the connector what the hook cannot know.
    await()
        .atMost(World.PATIENCE)
        .until(() -> sources(world, id).containsAll(Set.of("/slurm-hook/real", "/slurm/real")));
    assertThat(world.resource("job/real/" + id).getLabels())
        .containsEntry("job_name", "train")
        .containsEntry("partition", "main");

    String array =
        slurm.run(
            "sbatch", "--parsable", "-o", "/dev/null", "-a", "3-4", "--wrap", "sleep 1; exit 3");
    for (String task : List.of("_3", "_4")) {
      await().atMost(World.PATIENCE).until(() -> phase(world, array + task) == Phase.FAILED);
    }

    slurm.run("scancel", id);
    await().atMost(World.PATIENCE).until(() -> ports(world, id).isEmpty());
    await().atMost(World.PATIENCE).until(() -> phase(world, id) == Phase.CANCELLED);
    assertThat(world.addresses()).contains("n1:9100", "n2:9100");
    assertThat(sources(world, id)).contains("/slurm-hook/real");
    overTcpWithAToken(slurm);
  }

  private static void overTcpWithAToken(RealSlurm slurm) throws Exception {
    try (HttpPages pages = new HttpPages()) {
      Snapshot snapshot =
          new SlurmSource(
                  new SlurmConfig(
                      slurm.url(), null, "root", slurm.tokenFile(), null, null, null, null, 0, 0),
                  Map.of(),
                  pages,
                  Clock.systemUTC())
              .read();
      assertThat(snapshot.resources().getFirst().attributes()).containsEntry("nodes", "n1,n2");
    }
  }

  private static @Nullable Phase phase(World world, String job) {
    Resource resource = world.resources.get("job/real/" + job);
    return resource == null ? null : resource.getPhase();
  }

  private static Set<String> sources(World world, String job) {
    return world.resource("job/real/" + job).getRecentEvents().stream()
        .map(event -> event.lines().findFirst().orElse(""))
        .collect(Collectors.toSet());
  }

  private static List<String> ports(World world, String job) {
    return world.targets.values().stream()
        .filter(target -> job.equals(target.getJob()))
        .map(Target::getAddress)
        .sorted()
        .toList();
  }

  /** Takes what the hook posts, in the place of a gateway, and puts it on the topic. */
  private static final class SlurmEvents implements AutoCloseable {
    private final HttpServer server;
    private volatile @Nullable World world;

    SlurmEvents() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/api/v1/events",
          exchange -> {
            byte[] event = exchange.getRequestBody().readAllBytes();
            World to = world;
            if (to != null) {
              to.sendCloudEvent(event);
            }
            exchange.sendResponseHeaders(to == null ? 503 : 202, -1);
            exchange.close();
          });
      server.start();
    }

    /** The hook as the controller is to run it, with its settings beside it. */
    Path script(Path directory) throws IOException {
      Path script = directory.resolve("benchstream-slurm-hook");
      Files.copy(
          Path.of("../docs/slurm/benchstream-slurm-hook"),
          script,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(
          directory.resolve("benchstream-slurm-hook.conf"),
          "BENCHSTREAM_URL=http://127.0.0.1:%d%n".formatted(server.getAddress().getPort()));
      return script;
    }

    void to(World there) {
      world = there;
    }

    @Override
    public void close() {
      server.stop(0);
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

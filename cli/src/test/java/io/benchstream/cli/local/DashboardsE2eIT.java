package io.benchstream.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.cli.compose.DashboardQueries;
import io.benchstream.cli.compose.MovingPages;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.MetricNames;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every query of every dashboard finds data in a store that the services have filled: with pages of
 * real exporters, a simulated vLLM, the KPIs that come of them, and the services' own meters.
 */
@ExtendWith(SharedInstallation.class)
class DashboardsE2eIT {
  private static final String CLUSTER = "dashboards";
  private static final String JOB = "bench";
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Path CAPTURES =
      Path.of("..", "scrape-workers", "src", "test", "resources", "captures");
  private static final Path PAGES = Path.of("src", "test", "resources", "dashboards", "pages");
  private static final Map<String, Path> EXPORTERS =
      Map.of(
          "/node", CAPTURES.resolve("node-exporter.txt"),
          "/ray-node", CAPTURES.resolve("ray-node.txt"),
          "/ray-autoscaler", CAPTURES.resolve("ray-autoscaler.txt"),
          "/ray-dashboard", CAPTURES.resolve("ray-dashboard.txt"),
          "/dcgm", PAGES.resolve("dcgm.txt"),
          "/slurm-exporter", PAGES.resolve("slurm-exporter.txt"));
  private static final List<String> SERVICES =
      List.of(
          "discovery-service",
          "scrape-workers",
          "aggregator-streams",
          "config-publisher",
          "gateway");

  private final Installation installation;

  DashboardsE2eIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void everyQueryFindsDataOrIsOnTheListWithItsReason() throws Exception {
    try (MovingPages pages = MovingPages.serve(EXPORTERS);
        SimulatedServer server = vllm(MetricNames.CURRENT);
        StoppableServer older = new StoppableServer(vllm(MetricNames.OLD));
        DashboardQueries queries =
            new DashboardQueries(URI.create(installation.state().storeUrl()), reasons())) {
      List<Endpoint> endpoints = exporters(pages);
      emit(null, "static", Phase.RUNNING, endpoints);
      emit(JOB, "vllm", Phase.RUNNING, List.of(endpoint("vllm", server.url(), "/metrics")));
      emit("older", "vllm", Phase.RUNNING, List.of(endpoint("vllm", older.url(), "/metrics")));
      installation.poison(Topic.LIFECYCLE);

      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(INTERVAL)
          .untilAsserted(
              () -> {
                // Said again, which changes nothing, so that there are events all the time.
                emit(null, "static", Phase.RUNNING, endpoints);
                storeOwnMeters(queries);
                List<String> without = queries.stillWithoutData();
                if (without.size() <= 1) {
                  older.stop(); // What is left is KPIs of which too little is seen.
                }
                assertThat(without).isEmpty();
              });
      assertThat(queries.uselessReasons()).isEmpty();
    } finally {
      emit(null, "static", Phase.DELETED, List.of());
    }
  }

  /** Is stopped once, however often it is told to. */
  private record StoppableServer(SimulatedServer server, AtomicBoolean stopped)
      implements AutoCloseable {
    StoppableServer(SimulatedServer server) {
      this(server, new AtomicBoolean());
    }

    URI url() {
      return server.url();
    }

    void stop() {
      if (stopped.compareAndSet(false, true)) {
        server.close();
      }
    }

    @Override
    public void close() {
      stop();
    }
  }

  /** As the compose stack's own VictoriaMetrics would scrape them from the services. */
  private void storeOwnMeters(DashboardQueries queries) throws Exception {
    for (String service : SERVICES) {
      queries.store("up 1\n", service, service + ":1");
    }
    // All services are in one process here, so one page has the meters of all.
    queries.store(installation.get("/metrics").body(), "scrape-workers", "scrape-workers:1");
  }

  private static SimulatedServer vllm(MetricNames names) {
    SimulatedServer server =
        SimulatedServer.start(
            EngineConfig.defaults().withMetricNames(names), "127.0.0.1", 0, Clock.systemUTC());
    server.startLoad(8, 100, 64, 1);
    return server;
  }

  private static List<Endpoint> exporters(MovingPages pages) throws IOException {
    List<Endpoint> endpoints = new ArrayList<>();
    EXPORTERS.keySet().stream()
        .sorted()
        .forEach(
            path ->
                endpoints.add(
                    endpoint(path.substring(1), URI.create("http://" + pages.address()), path)));
    try (ServerSocket closed = new ServerSocket(0)) {
      // A node that is down: nobody listens there once this is closed.
      endpoints.add(
          endpoint("node", URI.create("http://127.0.0.1:" + closed.getLocalPort()), "/metrics"));
    }
    return endpoints;
  }

  private static Endpoint endpoint(String kind, URI server, String path) {
    ScrapeSettings settings = ScrapeSettings.newBuilder().build();
    settings.setScrapeIntervalMs(INTERVAL.toMillis());
    settings.setScrapeTimeoutMs(INTERVAL.toMillis());
    return Endpoint.newBuilder()
        .setKind(kind)
        .setAddress("127.0.0.1:" + server.getPort())
        .setPath(path)
        .setSettings(settings)
        .build();
  }

  private void emit(@Nullable String job, String kind, Phase phase, List<Endpoint> endpoints) {
    Instant now = Instant.now();
    LifecycleEvent event =
        LifecycleEvent.newBuilder()
            .setId("%s-%s-%s-%d".formatted(CLUSTER, job, phase, now.toEpochMilli()))
            .setSource("/test/dashboards")
            .setTime(now)
            .setResourceType(job == null ? ResourceType.CLUSTER : ResourceType.JOB)
            .setCluster(CLUSTER)
            .setJob(job)
            .setPhase(phase)
            .setKind(kind)
            .setEndpoints(endpoints)
            .build();
    installation.session().send(Topic.LIFECYCLE, ResourceKeys.of(CLUSTER, job), event);
  }

  private static Map<String, String> reasons() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream yaml =
        DashboardsE2eIT.class.getResourceAsStream("/dashboards/without-data.yaml")) {
      assertThat(yaml).isNotNull();
      for (JsonNode entry : new YAMLMapper().readTree(yaml)) {
        assertThat(entry.required("reason").asText()).isNotBlank();
        reasons.put(entry.required("query").asText(), entry.required("reason").asText());
      }
    }
    return reasons;
  }
}

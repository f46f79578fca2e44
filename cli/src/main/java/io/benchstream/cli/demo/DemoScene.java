package io.benchstream.cli.demo;

import io.benchstream.cli.installation.LocalState;
import io.benchstream.cli.local.StartProgress;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.nodeexporter.LocalNodeExporter;
import io.benchstream.schemas.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The targets of the demo: this machine, the parts themselves, and a simulated vLLM server. */
final class DemoScene implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A little below what the simulated engine can do, so that its queue comes and goes. */
  static final double REQUESTS_PER_SECOND = 13;

  private static final int MOST_UNDER_WAY = 500;
  private static final int LONGEST_OUTPUT = 256;

  private final LocalNodeExporter nodeExporter;
  private final SimulatedServer server;
  private final LocalState installation;
  private final long seed;

  private DemoScene(
      LocalNodeExporter nodeExporter, SimulatedServer server, LocalState installation, long seed) {
    this.nodeExporter = nodeExporter;
    this.server = server;
    this.installation = installation;
    this.seed = seed;
  }

  static DemoScene start(
      LocalState installation, Path directory, long seed, Clock clock, StartProgress progress) {
    long began = System.nanoTime();
    progress.starting("Node exporter");
    LocalNodeExporter nodeExporter =
        LocalNodeExporter.start(
            LocalNodeExporter.Settings.in(
                Binaries.of(progress::note).find(Tool.NODE_EXPORTER),
                directory.resolve("node-exporter")));
    progress.up("Node exporter", Duration.ofNanos(System.nanoTime() - began));
    try {
      long serverBegan = System.nanoTime();
      progress.starting("Simulated vLLM");
      SimulatedServer server =
          SimulatedServer.start(EngineConfig.defaults().withSeed(seed), "127.0.0.1", 0, clock);
      progress.up("Simulated vLLM", Duration.ofNanos(System.nanoTime() - serverBegan));
      return new DemoScene(nodeExporter, server, installation, seed);
    } catch (RuntimeException e) {
      nodeExporter.close();
      throw e;
    }
  }

  void startLoad() {
    server.startLoad(REQUESTS_PER_SECOND, MOST_UNDER_WAY, LONGEST_OUTPUT, seed);
  }

  SimulatedServer server() {
    return server;
  }

  /** Of the cluster: whatever happens to run on it. */
  List<Endpoint> clusterEndpoints() {
    return List.of(
        DemoEvents.endpoint("node", nodeExporter.metricsUrl(), INTERVAL),
        DemoEvents.endpoint(
            "victoria-metrics", URI.create(installation.storeUrl()).resolve("/metrics"), INTERVAL),
        DemoEvents.endpoint(
            "apicurio-registry", URI.create(installation.registryMetricsUrl()), INTERVAL));
  }

  /** Of the benchmark job. */
  List<Endpoint> jobEndpoints() {
    return List.of(DemoEvents.endpoint("vllm", server.url().resolve("/metrics"), INTERVAL));
  }

  @Override
  public void close() {
    server.close();
    nodeExporter.close();
  }
}

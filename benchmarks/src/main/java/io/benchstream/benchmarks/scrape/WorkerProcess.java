package io.benchstream.benchmarks.scrape;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import io.benchstream.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scrape worker as its users run it: a process of its own. */
public final class WorkerProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final ServerProcess process;
  private final URI metrics;

  private WorkerProcess(ServerProcess process, URI metrics) {
    this.process = process;
    this.metrics = metrics;
  }

  public static WorkerProcess start(Path directory, KafkaConfig kafka, List<String> options)
      throws IOException {
    int port = Port.any().resolve("worker");
    Files.createDirectories(directory);
    Path config = directory.resolve("worker.yml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap_servers: %s
          registry_url: %s
          topics: {prefix: "%s", partitions: %d, replication_factor: 1}
        server: {port: %d}
        worker_id: worker-1
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                kafka.topics().partitions(),
                port));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.benchstream.schemas",
            "-cp",
            System.getProperty("java.class.path"),
            "io.benchstream.scrape.Main",
            "--config",
            config.toString()));
    URI base = URI.create("http://%s:%d/".formatted(Port.HOST, port));
    return new WorkerProcess(
        ServerProcess.start(
            new ServerProcess.Plan(
                "worker", directory, "worker.log", command, base.resolve("readyz"), START_TIMEOUT)),
        base.resolve("metrics"));
  }

  public long pid() {
    return process.pid();
  }

  public URI metrics() {
    return metrics;
  }

  @Override
  public void close() {
    process.close();
  }
}

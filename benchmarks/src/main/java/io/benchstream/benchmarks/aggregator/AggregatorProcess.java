package io.benchstream.benchmarks.aggregator;

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

/** An aggregator as its users run it: a process of its own. */
final class AggregatorProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final ServerProcess process;
  private final URI metrics;

  private AggregatorProcess(ServerProcess process, URI metrics) {
    this.process = process;
    this.metrics = metrics;
  }

  static AggregatorProcess start(Path directory, KafkaConfig kafka, List<String> options)
      throws IOException {
    int port = Port.any().resolve("aggregator");
    Files.createDirectories(directory);
    Path config = directory.resolve("aggregator.yml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap_servers: %s
          registry_url: %s
          topics: {prefix: "%s", partitions: %d, replication_factor: 1}
        server: {port: %d}
        instance_id: aggregator-1
        state_dir: %s
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                kafka.topics().partitions(),
                port,
                directory.resolve("state")));
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
            "io.benchstream.aggregator.Main",
            "--config",
            config.toString()));
    URI base = URI.create("http://%s:%d/".formatted(Port.HOST, port));
    return new AggregatorProcess(
        ServerProcess.start(
            new ServerProcess.Plan(
                "aggregator",
                directory,
                "aggregator.log",
                command,
                base.resolve("readyz"),
                START_TIMEOUT)),
        base.resolve("metrics"));
  }

  long pid() {
    return process.pid();
  }

  URI metrics() {
    return metrics;
  }

  @Override
  public void close() {
    process.close();
  }
}

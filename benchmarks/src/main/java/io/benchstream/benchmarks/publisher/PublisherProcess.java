package io.benchstream.benchmarks.publisher;

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

/** A config publisher as its users run it: a process of its own, with one destination. */
final class PublisherProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final ServerProcess process;
  private final URI metrics;

  private PublisherProcess(ServerProcess process, URI metrics) {
    this.process = process;
    this.metrics = metrics;
  }

  static PublisherProcess start(
      Path directory, KafkaConfig kafka, URI store, String protocol, List<String> options)
      throws IOException {
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
        - {name: sink, url: "%s", protocol: %s, kpis: none}
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                kafka.topics().partitions(),
                port,
                store,
                protocol));
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
            "io.benchstream.publisher.Main",
            "--config",
            config.toString()));
    URI base = URI.create("http://%s:%d/".formatted(Port.HOST, port));
    return new PublisherProcess(
        ServerProcess.start(
            new ServerProcess.Plan(
                "publisher",
                directory,
                "publisher.log",
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

package io.benchstream.scrape;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import io.benchstream.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker in a process of its own, as its users run it, that can be killed. */
final class WorkerChild implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final ServerProcess process;

  private WorkerChild(ServerProcess process) {
    this.process = process;
  }

  /** Starts it; returns once it is ready. */
  static WorkerChild start(Path directory, String id, KafkaConfig kafka) throws IOException {
    int port = Port.any().resolve(id);
    Path config = Files.createDirectories(directory).resolve("worker.yml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap_servers: %s
          registry_url: %s
          topics: {prefix: %s, partitions: %d, replication_factor: 1}
        server: {port: %d}
        worker_id: %s
        release_patience: 20s
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                kafka.topics().partitions(),
                port,
                id));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.benchstream.schemas",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "--config",
            config.toString());
    URI ready = URI.create("http://%s:%d/readyz".formatted(Port.HOST, port));
    return new WorkerChild(
        ServerProcess.start(
            new ServerProcess.Plan(id, directory, id + ".log", command, ready, START_TIMEOUT)));
  }

  /** Ends it without a chance to say goodbye, as SIGKILL and a machine that fails do. */
  void kill() {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    process.close();
  }
}

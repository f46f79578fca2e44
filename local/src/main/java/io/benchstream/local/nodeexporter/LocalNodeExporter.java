package io.benchstream.local.nodeexporter;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Prometheus' node exporter on loopback. */
public final class LocalNodeExporter implements RunningPart {
  private static final String PART = "node exporter";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final ServerProcess process;
  private final int port;

  private LocalNodeExporter(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Where an exporter listens.
   *
   * @param binary the program
   * @param directory holds {@code node-exporter.log}
   */
  public record Settings(Path binary, Path directory, Port port) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
    }

    /** On any free port. */
    public static Settings in(Path binary, Path directory) {
      return new Settings(binary, directory, Port.any());
    }
  }

  /** Starts an exporter; returns when it answers. */
  public static LocalNodeExporter start(Settings settings) {
    int port = settings.port().resolve(PART);
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                PART,
                settings.directory(),
                "node-exporter.log",
                List.of(
                    settings.binary().toString(),
                    "--web.listen-address=%s:%d".formatted(Port.HOST, port)),
                URI.create("http://%s:%d/".formatted(Port.HOST, port)),
                START_TIMEOUT));
    return new LocalNodeExporter(process, port);
  }

  /** Its page, in the text format. */
  public URI metricsUrl() {
    return URI.create("http://%s:%d/metrics".formatted(Port.HOST, port));
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}

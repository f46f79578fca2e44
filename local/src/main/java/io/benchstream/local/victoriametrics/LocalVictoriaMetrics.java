package io.benchstream.local.victoriametrics;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** VictoriaMetrics, one node, on loopback. */
public final class LocalVictoriaMetrics implements RunningPart {
  private static final String PART = "VictoriaMetrics";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final ServerProcess process;
  private final int port;

  private LocalVictoriaMetrics(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Where a store keeps its data and listens.
   *
   * @param binary the program
   * @param directory holds the data and {@code victoria-metrics.log}
   * @param latencyOffset queries answer as of so long ago at the latest, so that all samples of
   *     that time have come; VictoriaMetrics' own default is 30 s, and below 1 s it takes 1 s.
   *     {@code /api/v1/export} shows younger samples too
   * @param retention how long data is kept, in VictoriaMetrics' words ({@code 30d}, {@code 1y})
   * @param arguments further ones, as they stand on the command line
   */
  public record Settings(
      Path binary,
      Path directory,
      Port port,
      Duration latencyOffset,
      String retention,
      List<String> arguments) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
      arguments = List.copyOf(arguments);
    }

    /** On any free port, with samples visible to queries after a second. */
    public static Settings in(Path binary, Path directory) {
      return new Settings(binary, directory, Port.any(), Duration.ZERO, "1y", List.of());
    }

    public Settings withPort(Port changed) {
      return new Settings(binary, directory, changed, latencyOffset, retention, arguments);
    }

    public Settings withLatencyOffset(Duration changed) {
      return new Settings(binary, directory, port, changed, retention, arguments);
    }
  }

  /** Starts a store; returns when it is ready. */
  public static LocalVictoriaMetrics start(Settings settings) {
    int port = settings.port().resolve(PART);
    List<String> command = new ArrayList<>();
    command.add(settings.binary().toString());
    command.add("-httpListenAddr=%s:%d".formatted(Port.HOST, port));
    command.add("-storageDataPath=" + settings.directory().resolve("data"));
    command.add("-retentionPeriod=" + settings.retention());
    command.add("-search.latencyOffset=%dms".formatted(settings.latencyOffset().toMillis()));
    command.add("-memory.allowedBytes=256MiB");
    command.addAll(settings.arguments());
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                PART,
                settings.directory(),
                "victoria-metrics.log",
                command,
                url(port).resolve("/health"),
                START_TIMEOUT));
    return new LocalVictoriaMetrics(process, port);
  }

  /** The root of its pages, for example {@code http://127.0.0.1:8428/}. */
  public URI url() {
    return url(port);
  }

  private static URI url(int port) {
    return URI.create("http://%s:%d/".formatted(Port.HOST, port));
  }

  /** Takes Prometheus remote write. */
  public URI remoteWriteUrl() {
    return url().resolve("/api/v1/write");
  }

  /**
   * A {@code GET} of it makes all samples that were written before visible to queries; without it
   * that takes about a second.
   */
  public URI flushUrl() {
    return url().resolve("/internal/force_flush");
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

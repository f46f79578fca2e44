package io.benchstream.local.victoriametrics;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** vmagent on loopback: scrapes what its configuration says and writes it to a store. */
public final class LocalVmagent implements RunningPart {
  private static final String PART = "vmagent";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

  private final ServerProcess process;
  private final int port;

  private LocalVmagent(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * What an agent scrapes and where it writes.
   *
   * @param binary the program
   * @param directory holds its queue and {@code vmagent.log}
   * @param scrapeConfig the file it reads, in Prometheus' format
   * @param remoteWrite where it writes
   * @param arguments further ones, as they stand on the command line (for example {@code
   *     -promscrape.configCheckInterval=1s})
   */
  public record Settings(
      Path binary,
      Path directory,
      Port port,
      Path scrapeConfig,
      URI remoteWrite,
      List<String> arguments) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
      scrapeConfig = scrapeConfig.toAbsolutePath().normalize();
      arguments = List.copyOf(arguments);
    }
  }

  /** Starts an agent; returns when it is ready. */
  public static LocalVmagent start(Settings settings) {
    int port = settings.port().resolve(PART);
    List<String> command = new ArrayList<>();
    command.add(settings.binary().toString());
    command.add("-httpListenAddr=%s:%d".formatted(Port.HOST, port));
    command.add("-promscrape.config=" + settings.scrapeConfig());
    command.add("-remoteWrite.url=" + settings.remoteWrite());
    command.add("-remoteWrite.tmpDataPath=" + settings.directory().resolve("queue"));
    command.add("-memory.allowedBytes=128MiB");
    command.addAll(settings.arguments());
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                PART,
                settings.directory(),
                "vmagent.log",
                command,
                url(port).resolve("/health"),
                START_TIMEOUT));
    return new LocalVmagent(process, port);
  }

  /** The root of its pages ({@code /targets}, {@code /metrics}, {@code /-/reload}). */
  public URI url() {
    return url(port);
  }

  private static URI url(int port) {
    return URI.create("http://%s:%d/".formatted(Port.HOST, port));
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

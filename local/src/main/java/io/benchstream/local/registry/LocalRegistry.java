package io.benchstream.local.registry;

import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Apicurio Registry in a JVM of its own, on loopback. */
public final class LocalRegistry implements RunningPart {
  private static final String PART = "Apicurio Registry";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  // Serial collector and the first compiler only: the registry answers a few requests a minute
  // here, so what counts is its start and its size.
  private static final List<String> JVM_FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx192m", "-Xss512k");

  private final ServerProcess process;
  private final int port;
  private final int managementPort;

  private LocalRegistry(ServerProcess process, int port, int managementPort) {
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Where a registry keeps its schemas and listens.
   *
   * @param directory holds its database and {@code registry.log}
   * @param port of its API and console
   * @param managementPort of its health and metrics pages
   * @param persistent whether its schemas are there again after a restart on the same directory
   */
  public record Settings(Path directory, Port port, Port managementPort, boolean persistent) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
    }

    /** In memory, on any free ports. */
    public static Settings inMemory(Path directory) {
      return new Settings(directory, Port.any(), Port.any(), false);
    }

    /** In files of its directory, on any free ports. */
    public static Settings persistent(Path directory) {
      return new Settings(directory, Port.any(), Port.any(), true);
    }

    public Settings withPorts(Port changed, Port changedManagement) {
      return new Settings(directory, changed, changedManagement, persistent);
    }
  }

  /**
   * Starts a registry; returns when it is ready.
   *
   * @throws PartException when it cannot be found, a port is taken, another process runs on its
   *     directory, or it does not get ready
   */
  public static LocalRegistry start(Settings settings) {
    Path jar = RegistryHome.find(System.getProperties(), System.getenv());
    int port = settings.port().resolve(PART);
    int managementPort = settings.managementPort().resolve(PART + " (management)");
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                PART,
                settings.directory(),
                "registry.log",
                command(jar, settings, port, managementPort),
                url(managementPort, "/health/ready"),
                START_TIMEOUT));
    return new LocalRegistry(process, port, managementPort);
  }

  private static List<String> command(Path jar, Settings settings, int port, int managementPort) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-Dquarkus.http.host=" + Port.HOST);
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dquarkus.http.access-log.enabled=false");
    command.add("-Dquarkus.management.host=" + Port.HOST);
    command.add("-Dquarkus.management.port=" + managementPort);
    command.add("-Dapicurio.storage.kind=sql");
    command.add("-Dapicurio.storage.sql.kind=h2");
    // A file that cannot be opened now cannot be opened in a minute either.
    command.add("-Dapicurio.storage.connection.retry.enabled=false");
    // The default of 20 open connections is meant for a database elsewhere.
    command.add("-Dapicurio.datasource.jdbc.initial-size=2");
    command.add("-Dapicurio.datasource.jdbc.min-size=2");
    command.add("-Dapicurio.datasource.jdbc.max-size=10");
    if (settings.persistent()) {
      // The registry closes its database itself; H2's own exit hook could come before that.
      command.add(
          "-Dapicurio.datasource.url=jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE"
              .formatted(settings.directory().resolve("schemas")));
    }
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** The API's root, for example {@code http://127.0.0.1:8081/apis/registry/v3}. */
  public URI apiUrl() {
    return url(port, "/apis/registry/v3");
  }

  /** Serves {@code /health} and {@code /metrics}. */
  public URI managementUrl() {
    return url(managementPort, "/");
  }

  private static URI url(int port, String path) {
    return URI.create("http://%s:%d%s".formatted(Port.HOST, port, path));
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

  /** Stops the registry; returns when its process has ended. */
  @Override
  public void close() {
    process.close();
  }
}

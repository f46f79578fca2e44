package io.benchstream.local.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.process.DirectoryLock;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and its controller (KRaft, one node) on loopback: in this process, or in a
 * container ({@link BrokerContainer}). In this process topics live in its directory and are there
 * again after a restart on the same one. Several can run in one JVM, each on a directory of its
 * own.
 *
 * <p>The broker's own rule applies here too: a failure of its log directory (a full disk, a
 * directory deleted under it) halts the process after a line in the log.
 */
public final class LocalBroker implements RunningPart {
  private static final String PART = "Kafka broker";

  private final RunningPart running;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param running what is closed with it
   * @param port on loopback
   */
  LocalBroker(RunningPart running, int port) {
    this.running = running;
    this.port = port;
  }

  /**
   * Where a broker keeps its topics and listens.
   *
   * @param directory holds the topics; created and formatted when it is new
   * @param overrides broker settings that win over this class' own
   */
  public record Settings(Path directory, Port port, Map<String, String> overrides) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
      overrides = Map.copyOf(overrides);
    }

    /** On any free port. */
    public static Settings in(Path directory) {
      return new Settings(directory, Port.any(), Map.of());
    }

    public Settings withPort(Port changed) {
      return new Settings(directory, changed, overrides);
    }
  }

  /**
   * Starts a broker; returns when it takes requests.
   *
   * @throws PartException when the port is taken, the directory cannot be used, or the broker does
   *     not start
   */
  public static LocalBroker start(Settings settings) {
    int port = settings.port().resolve(PART);
    // Only the broker speaks to the controller, so nobody needs to know or choose its port.
    int controllerPort = Port.any().resolve(PART + " (controller)");
    Path directory = settings.directory();
    // Kafka's own lock comes too late: the controller writes to the metadata log before it.
    DirectoryLock lock = DirectoryLock.acquire(PART, directory);
    KafkaRaftServer server = null;
    try {
      format(directory);
      Properties properties =
          BrokerProperties.of(directory, port, controllerPort, settings.overrides());
      server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      server.startup();
      return new LocalBroker(inProcess(server, lock), port);
    } catch (Exception failure) { // so Formatter.run declares it
      if (server != null) {
        server.shutdown();
      }
      lock.close();
      throw new PartException(
          "%s did not start on %s with its data in %s: %s"
              .formatted(PART, address(port), directory, failure.getMessage()),
          failure);
    }
  }

  private static RunningPart inProcess(KafkaRaftServer server, DirectoryLock lock) {
    return () -> {
      server.shutdown();
      server.awaitShutdown();
      lock.close();
    };
  }

  private static void format(Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setNodeId(BrokerProperties.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .run();
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return address(port);
  }

  public int port() {
    return port;
  }

  private static String address(int port) {
    return Port.HOST + ":" + port;
  }

  /** Stops the broker; returns when it has written what it holds and ended its threads. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      running.close();
    }
  }
}

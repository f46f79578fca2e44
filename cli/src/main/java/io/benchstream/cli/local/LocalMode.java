package io.benchstream.cli.local;

import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.connection.TopicState;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.cli.installation.LocalState;
import io.benchstream.local.LocalParts;
import io.benchstream.local.PartProgress;
import io.benchstream.local.process.Port;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A whole installation on this machine. It owns its data directory while it runs; started again on
 * the same one it goes on where it was. The state file tells other commands where it listens.
 */
public final class LocalMode implements AutoCloseable {
  private static final String VMAGENT = "vmagent";

  private final DataDirectory directory;
  private final LocalParts parts;
  private final LocalServices services;
  private final LocalState state;

  private LocalMode(
      DataDirectory directory, LocalParts parts, LocalServices services, LocalState state) {
    this.directory = directory;
    this.parts = parts;
    this.services = services;
    this.state = state;
  }

  /**
   * Starts everything; returns once all is ready. Where something fails or this thread is
   * interrupted, everything that was started is stopped again.
   *
   * @throws CommandFailure where local mode runs on the directory already
   */
  public static LocalMode start(LocalConfig config, StartProgress progress)
      throws InterruptedException {
    refuseSecond(config.directory());
    // Before the parts: a taken port is said at once.
    int gatewayPort = config.gateway().resolve("Gateway");
    LocalParts parts = LocalParts.start(settings(config), report -> tell(report, progress));
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while the parts started");
      }
      KafkaConfig kafka =
          KafkaConfig.of(
              parts.broker().bootstrapServers(),
              parts.registry().apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, config.partitions(), (short) 1));
      refuseOtherPartitions(config, kafka);
      LocalServices services =
          LocalServices.start(
              new LocalServices.Surroundings(
                  kafka,
                  new ServerConfig(Port.HOST, gatewayPort),
                  parts.store().remoteWriteUrl(),
                  config.directory().resolve(VMAGENT),
                  config.directory().resolve("aggregator"),
                  parts.store().url(),
                  config.directory().resolve("artifacts")),
              progress);
      try {
        LocalState state = state(config, kafka, parts, gatewayPort);
        config.directory().write(state);
        return new LocalMode(config.directory(), parts, services, state);
      } catch (RuntimeException | Error e) {
        closeAfter(e, services::close);
        throw e;
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      closeAfter(e, parts::close);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  /** Where it listens. */
  public LocalState state() {
    return state;
  }

  private static void refuseSecond(DataDirectory directory) {
    Optional<LocalState> running = directory.running();
    if (running.isPresent()) {
      LocalState state = running.get();
      throw new CommandFailure(
          "local mode already runs on %s (process %d, gateway %s). Stop it with Ctrl-C or `kill %d`, or choose another --data-dir and other ports"
              .formatted(directory.path(), state.pid(), state.gatewayUrl(), state.pid()));
    }
  }

  /** A service would say so too, but in the words of its configuration file and a minute later. */
  private static void refuseOtherPartitions(LocalConfig config, KafkaConfig kafka) {
    try (KafkaSession session = KafkaSession.open(kafka)) {
      for (TopicState topic : session.topicStates()) {
        if (topic.exists()
            && topic.topic().byTarget()
            && topic.partitions() != config.partitions()) {
          throw new CommandFailure(
              "the topics in %s have %d partitions, which cannot be changed: say --partitions %d, or choose another --data-dir"
                  .formatted(config.directory().path(), topic.partitions(), topic.partitions()));
        }
      }
    }
  }

  private static LocalParts.Settings settings(LocalConfig config) {
    return new LocalParts.Settings(
        config.directory().path(),
        config.kafka(),
        config.registry(),
        Port.any(),
        config.store(),
        Duration.ZERO,
        Map.of());
  }

  private static void tell(PartProgress report, StartProgress progress) {
    String part = report.part().label();
    switch (report.state()) {
      case FETCHING -> progress.note(report.detail());
      case STARTING -> progress.starting(part);
      case READY -> progress.up(part, report.elapsed());
      case FAILED -> progress.failed(part);
      case STOPPED -> progress.stopped(part, report.elapsed());
    }
  }

  private static LocalState state(
      LocalConfig config, KafkaConfig kafka, LocalParts parts, int gatewayPort) {
    return new LocalState(
        ProcessHandle.current().pid(),
        Clock.systemUTC().instant(),
        kafka.bootstrapServers(),
        kafka.registryUrl(),
        parts.store().url().toString(),
        "http://%s:%d".formatted(Port.HOST, gatewayPort),
        kafka.topics().prefix(),
        config.partitions(),
        config.directory().resolve(VMAGENT).resolve(ScrapeConfig.MAIN_FILE).toString(),
        parts.registry().managementUrl().resolve("/metrics").toString());
  }

  /** Stops the services, then the parts. */
  @Override
  public void close() {
    try (parts;
        services) {
      directory.clear();
    }
  }
}

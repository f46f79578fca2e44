package io.benchstream.cli.installation;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.schemas.topics.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to an installation. */
public final class InstallationOptions {
  private static final String REGISTRY = "http://127.0.0.1:8081" + KafkaConfig.REGISTRY_API;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Use the local mode that runs on this directory. Default:"
              + " $XDG_STATE_HOME/benchstream or ~/.local/state/benchstream.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Use this Kafka in place of local mode's.")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "The registry's API, with --bootstrap-server. Default: " + REGISTRY + ".")
  private @Nullable String registry;

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      description =
          "First part of every topic's name, with --bootstrap-server. Default: "
              + Topics.DEFAULT_PREFIX)
  private @Nullable String topicPrefix;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of the topics keyed by target, with --bootstrap-server. Default: "
              + Topics.DEFAULT_PARTITIONS
              + ".")
  private @Nullable Integer partitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description =
          "Replicas of the topics, with --bootstrap-server: 3 or more ask for two in sync."
              + " Default: 1.")
  private @Nullable Short replicationFactor;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties of the Kafka clients, above all those of security, with --bootstrap-server.")
  private @Nullable Path commandConfig;

  /** The directory chosen, or the usual one. */
  public DataDirectory dataDirectory() {
    return dataDirectory == null
        ? DataDirectory.usual(System.getenv(), System.getProperty("user.home"))
        : new DataDirectory(dataDirectory);
  }

  /** The local mode that is meant; empty where the options name something else, or none runs. */
  public Optional<LocalState> localMode() {
    return bootstrapServer == null ? dataDirectory().running() : Optional.empty();
  }

  /** How to reach Kafka and the registry. */
  public KafkaConfig kafka() {
    String servers = bootstrapServer;
    if (servers != null) {
      return CommandFailure.reading(() -> named(servers));
    }
    refuseWhatIsIgnored();
    DataDirectory directory = dataDirectory();
    Optional<LocalState> running = directory.running();
    if (running.isEmpty()) {
      throw new CommandFailure(
          "no local mode runs on %s; start one with `benchstream up`, name its directory with --data-dir, or another Kafka with --bootstrap-server and --registry"
              .formatted(directory.path()));
    }
    return kafka(running.get());
  }

  private KafkaConfig named(String servers) {
    if (dataDirectory != null) {
      throw new IllegalArgumentException(
          "--data-dir names a local mode, --bootstrap-server another Kafka; give one of them");
    }
    return new KafkaConfig(
        servers,
        Objects.requireNonNullElse(registry, REGISTRY),
        new Topics(
            Objects.requireNonNullElse(topicPrefix, Topics.DEFAULT_PREFIX),
            Objects.requireNonNullElse(partitions, Topics.DEFAULT_PARTITIONS),
            Objects.requireNonNullElse(replicationFactor, (short) 1)),
        clientProperties());
  }

  private void refuseWhatIsIgnored() {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("--registry", registry);
    given.put("--topic-prefix", topicPrefix);
    given.put("--partitions", partitions);
    given.put("--replication-factor", replicationFactor);
    given.put("--command-config", commandConfig);
    given.forEach(
        (option, value) -> {
          if (value != null) {
            throw CommandFailure.usage(
                "%s %s: it goes with --bootstrap-server only; local mode says it itself"
                    .formatted(option, value),
                null);
          }
        });
  }

  /** How to reach a local mode. */
  public static KafkaConfig kafka(LocalState state) {
    return KafkaConfig.of(
        state.bootstrapServers(),
        state.registryUrl(),
        new Topics(state.topicPrefix(), state.partitions(), (short) 1));
  }

  private Map<String, String> clientProperties() {
    Path file = commandConfig;
    Map<String, String> settings = new HashMap<>();
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw CommandFailure.usage("--command-config %s cannot be read: %s".formatted(file, e), e);
      }
      properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    }
    return settings;
  }
}

package io.benchstream.cli.local;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.local.process.Port;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that start local mode. */
public final class LocalOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where everything is kept; started again on it, all goes on where it was. Default:"
              + " $XDG_STATE_HOME/benchstream or ~/.local/state/benchstream.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      description = "Default: ${DEFAULT-VALUE}. 0 takes a free one, here and below.")
  private int gatewayPort = LocalConfig.GATEWAY_PORT;

  @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}.")
  private int kafkaPort = LocalConfig.KAFKA_PORT;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      description = "Default: ${DEFAULT-VALUE}.")
  private int registryPort = LocalConfig.REGISTRY_PORT;

  @Option(
      names = "--victoria-metrics-port",
      paramLabel = "PORT",
      description = "Default: ${DEFAULT-VALUE}.")
  private int storePort = LocalConfig.STORE_PORT;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of the topics keyed by target, when they are created. Default:"
              + " ${DEFAULT-VALUE}.")
  private int partitions = LocalConfig.PARTITIONS;

  /** The configuration that the options say. */
  public LocalConfig config() {
    return CommandFailure.reading(
        () ->
            new LocalConfig(
                directory(),
                new Port(gatewayPort, "--gateway-port"),
                new Port(kafkaPort, "--kafka-port"),
                new Port(registryPort, "--registry-port"),
                new Port(storePort, "--victoria-metrics-port"),
                partitions));
  }

  private DataDirectory directory() {
    return dataDirectory == null
        ? DataDirectory.usual(System.getenv(), System.getProperty("user.home"))
        : new DataDirectory(dataDirectory);
  }
}

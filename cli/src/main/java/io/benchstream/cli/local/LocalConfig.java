package io.benchstream.cli.local;

import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.local.process.Port;
import java.time.Duration;

/**
 * Where local mode keeps its data and listens; every port on loopback.
 *
 * @param partitions partition count of the topics keyed by target
 */
public record LocalConfig(
    DataDirectory directory, Port gateway, Port kafka, Port registry, Port store, int partitions) {
  public static final int GATEWAY_PORT = 8002;
  public static final int KAFKA_PORT = 9092;
  public static final int REGISTRY_PORT = 8081;
  public static final int STORE_PORT = 8428;

  /** A few targets need no more; 64 would only cost memory. */
  public static final int PARTITIONS = 8;

  /** Short windows, so that somebody who watches sees something happen. */
  public static final Duration WINDOW = Duration.ofSeconds(5);

  public static final Duration GRACE = Duration.ofSeconds(1);

  /** On free ports, for tests. */
  public static LocalConfig onFreePorts(DataDirectory directory) {
    return new LocalConfig(directory, Port.any(), Port.any(), Port.any(), Port.any(), PARTITIONS);
  }
}

package io.benchstream.publisher;

import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The config publisher's configuration.
 *
 * @param server where health and metrics are told
 * @param vmagent null where no vmagent is configured
 * @param remoteWrite any number of destinations
 */
public record PublisherConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable VmagentConfig vmagent,
    List<DestinationConfig> remoteWrite)
    implements ServiceConfig {
  private static final int DEFAULT_PORT = 9_104;

  public PublisherConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable VmagentConfig vmagent,
      @Nullable List<DestinationConfig> remoteWrite) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url");
    }
    this.kafka = kafka;
    this.server = server == null ? new ServerConfig(null, DEFAULT_PORT) : server;
    this.vmagent = vmagent;
    this.remoteWrite = remoteWrite == null ? List.of() : List.copyOf(remoteWrite);
    Set<String> names = new HashSet<>();
    for (DestinationConfig destination : this.remoteWrite) {
      if (!names.add(destination.name())) {
        throw new IllegalArgumentException(
            "remote_write: the name '%s' is there twice; names must differ"
                .formatted(destination.name()));
      }
    }
  }
}

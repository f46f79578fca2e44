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
 * @param kafka brokers, registry, topics
 * @param server where health, metrics and the lists of {@code http_sd} are told
 * @param vmagent null where no vmagent is configured
 * @param clusterVmagents vmagents that are for one cluster each
 * @param remoteWrite any number of destinations
 */
public record PublisherConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable VmagentConfig vmagent,
    List<VmagentConfig> clusterVmagents,
    List<DestinationConfig> remoteWrite)
    implements ServiceConfig {
  private static final int DEFAULT_PORT = 9_104;

  public PublisherConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable VmagentConfig vmagent,
      @Nullable List<VmagentConfig> clusterVmagents,
      @Nullable List<DestinationConfig> remoteWrite) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url");
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, DEFAULT_PORT);
    if (vmagent != null && vmagent.cluster() != null) {
      throw new IllegalArgumentException(
          "vmagent.cluster: '%s' has a vmagent of its own; put it under cluster_vmagents"
              .formatted(vmagent.cluster()));
    }
    this.vmagent = vmagent;
    this.clusterVmagents = clusterVmagents == null ? List.of() : List.copyOf(clusterVmagents);
    Set<String> clusters = new HashSet<>();
    for (VmagentConfig each : this.clusterVmagents) {
      if (each.cluster() == null || !clusters.add(each.cluster())) {
        throw new IllegalArgumentException(
            "cluster_vmagents: each needs a cluster of its own, not '%s'"
                .formatted(each.cluster() == null ? "" : each.cluster()));
      }
    }
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

  /** Without vmagents of one cluster. */
  public PublisherConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable VmagentConfig vmagent,
      @Nullable List<DestinationConfig> remoteWrite) {
    this(kafka, server, vmagent, null, remoteWrite);
  }
}

package io.benchstream.discovery;

import io.benchstream.discovery.inventory.InventoryLimits;
import io.benchstream.discovery.profile.ScrapeDefaults;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.network.NetworkConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the discovery service.
 *
 * @param kafka brokers, registry, topics
 * @param server where health and metrics are told; 127.0.0.1:8010 where it is left out
 * @param instanceId tells the instances of one installation apart; where it is left out each start
 *     makes its own. With a fixed one a restarted instance ends its predecessor's transaction at
 *     once, instead of after 5 s; no two instances may have the same
 * @param global how endpoints are scraped where neither event nor profile says so
 * @param profiles directory of monitor profiles besides the built-in ones
 * @param limits what bounds the memory
 * @param networks which addresses may become targets; those of the workers hold for names, too
 * @param maxClockSkew how far an event's time may lie ahead of this clock; 5 min where it is left
 *     out
 * @param connectors what tells of clusters and jobs besides events that others send
 */
public record DiscoveryConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable String instanceId,
    ScrapeDefaults global,
    @Nullable Path profiles,
    InventoryLimits limits,
    NetworkConfig networks,
    Duration maxClockSkew,
    List<ConnectorConfig> connectors)
    implements ServiceConfig {
  private static final int USUAL_PORT = 8010;
  private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public DiscoveryConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable String instanceId,
      @Nullable ScrapeDefaults global,
      @Nullable Path profiles,
      @Nullable InventoryLimits limits,
      @Nullable NetworkConfig networks,
      @Nullable Duration maxClockSkew,
      @Nullable List<ConnectorConfig> connectors) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url under it");
    }
    if (instanceId != null && !INSTANCE_ID.matcher(instanceId).matches()) {
      throw new IllegalArgumentException(
          "instance_id: '%s' is not 1 to 100 of [A-Za-z0-9._-]".formatted(instanceId));
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, USUAL_PORT);
    this.instanceId = instanceId;
    this.global = global == null ? new ScrapeDefaults(null, null, null) : global;
    this.profiles = profiles;
    this.limits = limits == null ? InventoryLimits.usual() : limits;
    this.networks = networks == null ? new NetworkConfig(null, null) : networks;
    this.maxClockSkew = maxClockSkew == null ? Duration.ofMinutes(5) : maxClockSkew;
    this.connectors = connectors == null ? List.of() : List.copyOf(connectors);
    Set<String> clusters = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (ConnectorConfig connector : this.connectors) {
      if (!clusters.add(connector.cluster()) || !names.add(connector.name())) {
        throw new IllegalArgumentException(
            "connectors: '%s' has the name or the cluster of another; each needs its own"
                .formatted(connector.name()));
      }
    }
  }

  /** The usual settings with this Kafka. */
  public static DiscoveryConfig of(KafkaConfig kafka) {
    return new DiscoveryConfig(kafka, null, null, null, null, null, null, null, null);
  }
}

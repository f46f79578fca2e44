package io.benchstream.runtime.kafka;

import io.benchstream.schemas.topics.Topics;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a service reaches Kafka and the schema registry.
 *
 * @param bootstrapServers brokers as host:port, separated by commas
 * @param registryUrl base of Apicurio Registry's API, for example
 *     http://localhost:8081/apis/registry/v3
 * @param topics prefix, partitions and replication of the topics
 * @param properties any further setting of the Kafka clients, above all those of security; passed
 *     through as they are; those that begin with {@code apicurio.registry.} go to the registry's
 *     client
 */
public record KafkaConfig(
    String bootstrapServers, String registryUrl, Topics topics, Map<String, String> properties) {

  /** Path of the registry's API, version 3, below the registry's address. */
  public static final String REGISTRY_API = "/apis/registry/v3";

  private static final String REGISTRY_PROPERTY = "apicurio.registry.";

  public KafkaConfig(
      @Nullable String bootstrapServers,
      @Nullable String registryUrl,
      @Nullable Topics topics,
      @Nullable Map<String, String> properties) {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap_servers is missing; give the brokers as host:port, separated by commas");
    }
    if (registryUrl == null || registryUrl.isBlank()) {
      throw new IllegalArgumentException(
          "registry_url is missing; give the registry's API, for example"
              + " http://localhost:8081"
              + REGISTRY_API);
    }
    if (URI.create(registryUrl).getHost() == null) {
      throw new IllegalArgumentException(
          "registry_url: '%s' is not a URL with scheme and host".formatted(registryUrl));
    }
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.topics =
        topics == null
            ? new Topics(Topics.DEFAULT_PREFIX, Topics.DEFAULT_PARTITIONS, (short) 1)
            : topics;
    this.properties = properties == null ? Map.of() : Map.copyOf(properties);
  }

  /** The settings of a local installation. */
  public static KafkaConfig of(String bootstrapServers, String registryUrl, Topics topics) {
    return new KafkaConfig(bootstrapServers, registryUrl, topics, Map.of());
  }

  /** The settings of the registry's client among the properties. */
  Map<String, String> registryProperties() {
    return properties(true);
  }

  /** The settings of the Kafka clients among the properties. */
  Map<String, String> clientProperties() {
    return properties(false);
  }

  private Map<String, String> properties(boolean ofRegistry) {
    return properties.entrySet().stream()
        .filter(property -> property.getKey().startsWith(REGISTRY_PROPERTY) == ofRegistry)
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

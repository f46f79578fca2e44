package io.benchstream.cli.compose;

import io.benchstream.aggregator.AggregatorConfig;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.gateway.GatewayConfig;
import io.benchstream.publisher.PublisherConfig;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.service.ServiceConfig;
import io.benchstream.scrape.ScrapeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations as the services' images are given them: what all share, and what is their own. */
final class ServiceConfigs {
  static final Map<String, Class<? extends ServiceConfig>> TYPES =
      Map.of(
          "discovery-service", DiscoveryConfig.class,
          "scrape-workers", ScrapeConfig.class,
          "aggregator-streams", AggregatorConfig.class,
          "config-publisher", PublisherConfig.class,
          "gateway", GatewayConfig.class);

  private ServiceConfigs() {}

  /**
   * @param shared the file of all services
   * @param further files besides the service's own, from the same directory
   */
  static ServiceConfig load(Path directory, String shared, String service, String... further) {
    List<Path> files = new ArrayList<>();
    files.add(directory.resolve(shared));
    files.add(directory.resolve(service + ".yaml"));
    for (String file : further) {
      files.add(directory.resolve(file));
    }
    Class<? extends ServiceConfig> type = TYPES.get(service);
    if (type == null) {
      throw new IllegalArgumentException(service);
    }
    return new ConfigLoader().load(files, type);
  }

  static PublisherConfig publisher(Path directory) {
    return (PublisherConfig) load(directory, "kafka.yaml", "config-publisher");
  }

  /** The port of a service where its configuration names none. */
  static int port(String service) {
    return load(Path.of("..", "compose", "config"), "kafka.yaml", service).server().portToOpen();
  }
}

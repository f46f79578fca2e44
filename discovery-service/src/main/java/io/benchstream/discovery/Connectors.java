package io.benchstream.discovery;

import io.benchstream.discovery.connector.ConnectorSpec;
import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.PermittedSource;
import io.benchstream.discovery.connector.Source;
import io.benchstream.discovery.prometheus.KubernetesTargets;
import io.benchstream.discovery.prometheus.ScrapeJobSource;
import io.benchstream.discovery.ray.RaySource;
import io.benchstream.discovery.slurm.SlurmSource;
import io.benchstream.runtime.network.NetworkRules;
import java.time.Clock;
import java.util.List;

/** Makes connectors of their configuration. */
final class Connectors {
  private final Pages pages;
  private final KubernetesTargets.Opener kubernetes;
  private final NetworkRules networks;
  private final Clock clock;

  Connectors(Pages pages, KubernetesTargets.Opener kubernetes, NetworkRules networks, Clock clock) {
    this.pages = pages;
    this.kubernetes = kubernetes;
    this.networks = networks;
    this.clock = clock;
  }

  List<ConnectorSpec> specs(List<ConnectorConfig> configs) {
    return configs.stream().map(this::spec).toList();
  }

  private ConnectorSpec spec(ConnectorConfig config) {
    return new ConnectorSpec(
        config.name(),
        config.cluster(),
        // As jobcomp/kafka's events have it, so that the two recognise each other's.
        "/%s/%s".formatted(config.type(), config.cluster()),
        config.interval(),
        config.staleAfter(),
        config.removeAfter(),
        () -> new PermittedSource(source(config), networks));
  }

  private Source source(ConnectorConfig config) {
    if (config.ray() != null) {
      return new RaySource(config.ray(), config.labels(), pages, clock);
    }
    if (config.slurm() != null) {
      return new SlurmSource(config.slurm(), config.labels(), pages, clock);
    }
    if (config.lists() != null) {
      return ScrapeJobSource.of(
          config.lists(), config.name(), config.cluster(), config.labels(), pages, clock);
    }
    if (config.prometheus() != null) {
      return ScrapeJobSource.of(
          config.prometheus(), config.cluster(), config.labels(), pages, kubernetes, clock);
    }
    if (config.kubernetes() != null) {
      return ScrapeJobSource.of(
          config.kubernetes().scrapeFile(),
          config.cluster(),
          config.labels(),
          pages,
          kubernetes,
          clock);
    }
    throw new IllegalStateException("a connector without a source");
  }
}

package io.benchstream.discovery;

import io.benchstream.discovery.connector.ConnectorFleet;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.discovery.http.HttpPages;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.kubernetes.InformerTargets;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.discovery.service.DiscoveryLoop;
import io.benchstream.discovery.service.LifecycleProducer;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.discovery.slurm.SlurmJobs;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The discovery service as an object: lifecycle events in, targets out. Any number of instances
 * with the same topics share the clusters among them.
 */
public final class DiscoveryPipeline implements Component {
  private static final int MOST_HOSTS = 10_000;

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final LifecycleProducer producer;
  private final @Nullable HttpPages pages;
  private final Lifecycle lifecycle = new Lifecycle();

  /**
   * @throws io.benchstream.runtime.config.ConfigException where a profile is invalid
   */
  public DiscoveryPipeline(DiscoveryConfig config, ServiceContext context) {
    TargetResolver resolver =
        new TargetResolver(
            Profiles.load(new ConfigLoader(), config.profiles()),
            config.global(),
            config.networks().rules());
    clients = new KafkaClients(config.kafka(), "discovery", context.metrics().registry());
    records = new RegistryRecords(config.kafka());
    producer = new LifecycleProducer(clients, records);
    pages = config.connectors().isEmpty() ? null : new HttpPages();
    ConnectorFleet connectors =
        new ConnectorFleet(
            pages == null
                ? List.of()
                : new Connectors(
                        pages, InformerTargets::open, config.networks().rules(), context.clock())
                    .specs(config.connectors()),
            producer,
            context.metrics().registry(),
            context.clock());
    String instanceId =
        config.instanceId() == null ? UUID.randomUUID().toString() : config.instanceId();
    lifecycle.add(
        new DiscoveryLoop(
            clients,
            records,
            config.kafka().topics().prefix() + "discovery",
            instanceId,
            new EventValidator(config.maxClockSkew()),
            () -> new Inventory(resolver, config.limits()),
            connectors,
            completions(config),
            context));
  }

  private static JobCompletion completions(DiscoveryConfig config) {
    Map<String, SlurmJobs> byCluster = new HashMap<>();
    for (ConnectorConfig connector : config.connectors()) {
      if (connector.slurm() != null) {
        byCluster.put(
            connector.cluster(),
            new SlurmJobs(connector.slurm().jobs(), new Hostlist(connector.slurm().maxNodes())));
      }
    }
    return new JobCompletion(byCluster, new SlurmJobs(List.of(), new Hostlist(MOST_HOSTS)));
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public void close() {
    lifecycle.close();
    if (pages != null) {
      pages.close();
    }
    producer.close();
    records.close();
    clients.close();
  }
}

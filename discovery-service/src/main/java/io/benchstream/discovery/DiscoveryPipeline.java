package io.benchstream.discovery;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.discovery.service.DiscoveryLoop;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import java.util.UUID;

/**
 * The discovery service as an object: lifecycle events in, targets out. Any number of instances
 * with the same topics share the clusters among them.
 */
public final class DiscoveryPipeline implements Component {
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Lifecycle lifecycle = new Lifecycle();

  /**
   * @throws io.benchstream.runtime.config.ConfigException where a profile is invalid
   */
  public DiscoveryPipeline(DiscoveryConfig config, ServiceContext context) {
    TargetResolver resolver =
        new TargetResolver(Profiles.load(new ConfigLoader(), config.profiles()), config.global());
    clients = new KafkaClients(config.kafka(), "discovery", context.metrics().registry());
    records = new RegistryRecords(config.kafka());
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
            context));
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public void close() {
    lifecycle.close();
    records.close();
    clients.close();
  }
}

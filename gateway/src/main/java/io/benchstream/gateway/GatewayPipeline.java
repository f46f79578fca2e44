package io.benchstream.gateway;

import io.benchstream.gateway.http.HttpApi;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;

/**
 * The gateway as an object. It keeps no database: its views are read from the topics, and it is
 * ready once they have been read to their ends. The topics must exist.
 */
public final class GatewayPipeline implements Component {
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final HttpApi api;
  private final Lifecycle lifecycle = new Lifecycle();

  public GatewayPipeline(GatewayConfig config, ServiceContext context) {
    clients = new KafkaClients(config.kafka(), "gateway", context.metrics().registry());
    records = new RegistryRecords(config.kafka());
    Topics topics = config.kafka().topics();
    LatestKpis kpis = new LatestKpis(config.maxKpis());
    TargetCatalogue targets = new TargetCatalogue();
    lifecycle.add(
        new TopicFollower<>(
            clients,
            topics.name(Topic.TARGETS),
            null,
            records.reader(Target.class),
            context.health(),
            (key, target, record) -> targets.put(key, target)));
    lifecycle.add(
        new TopicFollower<>(
            clients,
            topics.name(Topic.TARGET_STATUS),
            null,
            records.reader(TargetStatus.class),
            context.health(),
            (key, status, record) -> targets.putStatus(key, status)));
    lifecycle.add(
        new TopicFollower<>(
            clients,
            topics.name(Topic.KPIS),
            context.clock().instant().minus(config.kpiHistory()),
            records.reader(KpiWindow.class),
            context.health(),
            (key, window, record) -> {
              if (window != null) {
                kpis.put(window);
              }
            }));
    api = new HttpApi(config.server(), clients, records, kpis, targets, context);
    lifecycle.add(api);
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  /** The port of the API, once started. */
  public int port() {
    return api.port();
  }

  @Override
  public void close() {
    lifecycle.close();
    records.close();
    clients.close();
  }
}

package io.benchstream.gateway;

import io.benchstream.gateway.http.HttpApi;
import io.benchstream.gateway.topic.ViewFollowers;
import io.benchstream.gateway.view.KpiFeed;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.gateway.view.ResourceCatalogue;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.gateway.view.Views;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.micrometer.core.instrument.Counter;
import java.util.function.LongConsumer;

/**
 * The gateway as an object. It keeps no database: its views are read from the topics, and it is
 * ready once they have been read to their ends. The topics must exist.
 */
public final class GatewayPipeline implements Component {
  private static final int MOST_LISTENERS = 100;
  private static final int LISTENER_BUFFER = 1_000;
  private static final int REPORTS_PER_SESSION = 20;

  private final ServiceContext context;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final HttpApi api;
  private final Lifecycle lifecycle = new Lifecycle();

  public GatewayPipeline(GatewayConfig config, ServiceContext context) {
    this.context = context;
    clients = new KafkaClients(config.kafka(), "gateway", context.metrics().registry());
    records = new RegistryRecords(config.kafka());
    Views views =
        new Views(
            new LatestKpis(config.maxKpis()),
            new KpiFeed(MOST_LISTENERS, LISTENER_BUFFER),
            new TargetCatalogue(),
            new ResourceCatalogue(config.maxResources(), dropped("resources")),
            new SessionCatalogue(config.maxSessions(), dropped("sessions")),
            new ReportCatalogue(config.maxSessions() * REPORTS_PER_SESSION));
    ViewFollowers followers = new ViewFollowers(clients, records, context.health());
    followers.follow(views, context.clock().instant().minus(config.kpiHistory()));
    lifecycle.add(followers);
    api =
        new HttpApi(
            new HttpApi.Settings(
                config.server(),
                config.tls(),
                config.access(),
                config.store(),
                config.artifacts(),
                config.collectWait()),
            clients,
            records,
            views,
            followers::caughtUp,
            context);
    lifecycle.add(api);
  }

  private LongConsumer dropped(String view) {
    Counter counter =
        Counter.builder("benchstream.gateway.view.dropped")
            .description("Records that a view had no room for")
            .tag("view", view)
            .register(context.metrics().registry());
    return counter::increment;
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

package io.benchstream.gateway;

import io.benchstream.gateway.http.HttpApi;
import io.benchstream.gateway.view.KpiFeed;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.gateway.view.ResourceCatalogue;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.gateway.view.Views;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

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
  private final List<TopicFollower<?>> followers = new ArrayList<>();

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
    follow(views, context.clock().instant().minus(config.kpiHistory()));
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
            () -> followers.stream().allMatch(TopicFollower::caughtUp),
            context);
    lifecycle.add(api);
  }

  private void follow(Views views, Instant kpisFrom) {
    follow(
        Topic.TARGETS, Target.class, null, (key, target, at) -> views.targets().put(key, target));
    follow(
        Topic.TARGET_STATUS,
        TargetStatus.class,
        null,
        (key, status, at) -> views.targets().putStatus(key, status));
    follow(
        Topic.RESOURCES,
        Resource.class,
        null,
        (key, resource, at) -> views.resources().put(key, resource));
    follow(
        Topic.SESSIONS,
        Session.class,
        null,
        (key, session, at) -> views.sessions().put(key, session, at.partition(), at.offset()));
    follow(
        Topic.SESSION_REPORTS,
        SessionReport.class,
        null,
        (key, report, at) -> views.reports().put(key, report, at.partition(), at.offset()));
    follow(
        Topic.KPIS,
        KpiWindow.class,
        kpisFrom,
        (key, window, at) -> {
          if (window != null) {
            views.kpis().put(window);
            views.feed().put(window);
          }
        });
  }

  private <T extends SpecificRecord> void follow(
      Topic topic, Class<T> type, @Nullable Instant from, TopicFollower.Listener<T> listener) {
    TopicFollower<T> follower =
        new TopicFollower<>(
            clients,
            clients.config().topics().name(topic),
            from,
            records.reader(type),
            context.health(),
            listener);
    followers.add(follower);
    lifecycle.add(follower);
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

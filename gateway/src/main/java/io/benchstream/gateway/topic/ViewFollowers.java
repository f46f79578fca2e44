package io.benchstream.gateway.topic;

import io.benchstream.gateway.view.Views;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Keeps the views as their topics are; a follower, and a thread of its own, for each topic. */
public final class ViewFollowers implements Component {
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Health health;
  private final List<TopicFollower<?>> followers = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  public ViewFollowers(KafkaClients clients, RegistryRecords records, Health health) {
    this.clients = clients;
    this.records = records;
    this.health = health;
  }

  /**
   * Adds the followers of all views.
   *
   * @param kpisFrom KPIs are read from this time on
   */
  public void follow(Views views, Instant kpisFrom) {
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
            health,
            listener);
    followers.add(follower);
    lifecycle.add(follower);
  }

  /** Whether every view has been read to the end that its topic had at the start. */
  public boolean caughtUp() {
    return followers.stream().allMatch(TopicFollower::caughtUp);
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}

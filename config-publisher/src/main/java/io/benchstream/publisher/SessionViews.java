package io.benchstream.publisher;

import io.benchstream.publisher.kpis.SessionView;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view of the sessions. It starts ahead of what writes KPIs, which wait a while for it,
 * since a window that was written without its session stays so.
 */
final class SessionViews implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(SessionViews.class);

  /** How long windows are kept that an ended session may be asked for. */
  static final Duration KEPT = Topic.KPIS.retention().orElse(Duration.ofDays(30));

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final TopicFollower<Session> sessions;
  private final TopicFollower<Resource> resources;
  private final BooleanSupplier closing;

  /**
   * @param closing ends the wait
   */
  SessionViews(
      SessionView view,
      KafkaClients kafka,
      RegistryRecords records,
      ServiceContext context,
      BooleanSupplier closing) {
    this.closing = closing;
    this.sessions =
        new TopicFollower<>(
            kafka,
            kafka.config().topics().name(Topic.SESSIONS),
            null,
            records.reader(Session.class),
            context.health(),
            (key, session, _) -> view.put(key, session));
    this.resources =
        new TopicFollower<>(
            kafka,
            kafka.config().topics().name(Topic.RESOURCES),
            null,
            records.reader(Resource.class),
            context.health(),
            (key, resource, _) -> view.putResource(key, resource));
  }

  @Override
  public void start() {
    sessions.start();
    resources.start();
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!(sessions.awaitCaughtUp(LOOK_EVERY) && resources.awaitCaughtUp(LOOK_EVERY))) {
        if (closing.getAsBoolean()) {
          return;
        }
        if (System.nanoTime() > until) {
          LOG.warn(
              "the sessions are not read to their end after {}: KPIs are written without them until"
                  + " they are",
              PATIENCE);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    resources.close();
    sessions.close();
  }
}

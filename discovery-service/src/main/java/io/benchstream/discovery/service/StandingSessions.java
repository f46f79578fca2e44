package io.benchstream.discovery.service;

import io.benchstream.discovery.inventory.SessionAdditions;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of benchmarks as they stand on their topic, where the gateway writes too. Of two
 * changes within the moment that a record takes to be read the later one holds. Bounded.
 * Thread-safe.
 */
final class StandingSessions implements Component {
  private static final int MOST = 10_000;

  private final TopicFollower<Session> follower;
  private final KnownSessions sessions = new KnownSessions(MOST);

  StandingSessions(KafkaClients clients, RegistryRecords records, Health health) {
    follower =
        new TopicFollower<>(
            clients,
            clients.config().topics().name(Topic.SESSIONS),
            null,
            records.reader(Session.class),
            health,
            (id, session, record) -> put(id, session));
  }

  private synchronized void put(String id, @Nullable Session session) {
    boolean stands =
        session != null
            && session.getState() != SessionState.DELETED
            && SessionAdditions.areOf(session);
    sessions.put(id, stands ? session : null);
  }

  /**
   * The record to be written, with what others have added to the one that stands.
   *
   * @throws IllegalStateException where the topic is no longer followed
   */
  synchronized Session carryOver(Session written) {
    follower.requireFollowing();
    Session standing = sessions.get(written.getId());
    return standing == null ? written : SessionAdditions.carry(standing, written);
  }

  @Override
  public void start() {
    follower.start();
  }

  /**
   * Waits until all that stood on the topic was read; false where the time ran out first.
   *
   * @throws IllegalStateException where the topic is no longer followed
   */
  boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    follower.requireFollowing();
    return follower.awaitCaughtUp(timeout);
  }

  @Override
  public void close() {
    follower.close();
  }
}

package io.benchstream.gateway.view;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions. Bounded: where there are too many, those that ended first are left out of the view;
 * their records stay on the topic. Thread-safe.
 */
public final class SessionCatalogue {
  private final int maxSessions;
  private final LongConsumer droppedSink;
  private final NavigableMap<String, Session> sessions = new TreeMap<>();
  private final Map<Integer, Long> read = new HashMap<>();

  /**
   * A view of at most so many.
   *
   * @param droppedSink told 1 for each session that is left out
   */
  public SessionCatalogue(int maxSessions, LongConsumer droppedSink) {
    this.maxSessions = maxSessions;
    this.droppedSink = droppedSink;
  }

  /** Takes a record of the topic of sessions; null removes the session. */
  public synchronized void put(String id, @Nullable Session session, int partition, long offset) {
    if (session == null || session.getState() == SessionState.DELETED) {
      sessions.remove(id);
    } else {
      sessions.put(id, session);
      if (sessions.size() > maxSessions) {
        dropOldest();
      }
    }
    read.put(partition, offset);
    notifyAll();
  }

  private void dropOldest() {
    Comparator<Session> byEnd =
        Comparator.comparing((Session session) -> session.getEnd() == null)
            .thenComparing(
                session -> session.getEnd() == null ? session.getStart() : session.getEnd());
    sessions.values().stream()
        .min(byEnd)
        .ifPresent(
            oldest -> {
              sessions.remove(oldest.getId());
              droppedSink.accept(1);
            });
  }

  /** How many more there may be before some are left out. */
  public synchronized int room() {
    return maxSessions - sessions.size();
  }

  public synchronized Optional<Session> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** The sessions of a state, by id; null: of any. */
  public synchronized Page<Session> find(
      @Nullable SessionState state, @Nullable String after, int limit) {
    NavigableMap<String, Session> rest = after == null ? sessions : sessions.tailMap(after, false);
    return Page.of(
        rest.values().stream().filter(session -> state == null || session.getState() == state),
        Session::getId,
        limit);
  }

  /** Waits until the record at the offset is in the view; false where the time ran out first. */
  public synchronized boolean awaitOffset(int partition, long offset, Duration timeout)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(timeout);
    while (read.getOrDefault(partition, -1L) < offset) {
      long left = Duration.between(Instant.now(), deadline).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}

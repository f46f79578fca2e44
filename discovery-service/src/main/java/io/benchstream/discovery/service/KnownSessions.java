package io.benchstream.discovery.service;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by id, in the order of their last change. Bounded: of those that have ended the one that
 * was changed first is forgotten first, and one that is open only where all are. Not thread-safe.
 */
final class KnownSessions {
  private final int most;
  private final Map<String, Session> open = new LinkedHashMap<>();
  private final Map<String, Session> ended = new LinkedHashMap<>();

  KnownSessions(int most) {
    this.most = most;
  }

  /** Takes a session as it is now; null forgets it. */
  void put(String id, @Nullable Session session) {
    open.remove(id);
    ended.remove(id);
    if (session == null) {
      return;
    }
    (session.getState() == SessionState.ENDED ? ended : open).put(id, session);
    if (open.size() + ended.size() > most) {
      Iterator<String> eldest = (ended.isEmpty() ? open : ended).keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  @Nullable Session get(String id) {
    Session session = open.get(id);
    return session == null ? ended.get(id) : session;
  }
}

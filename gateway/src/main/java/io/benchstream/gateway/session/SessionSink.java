package io.benchstream.gateway.session;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where sessions and events go. Every call blocks until they are there and can be read back. */
public interface SessionSink {
  /**
   * Writes the record of a session; null removes it.
   *
   * @throws io.benchstream.gateway.problem.ProblemException where it cannot be written
   */
  void write(String id, @Nullable Session session);

  /**
   * Writes events, in order.
   *
   * @throws io.benchstream.gateway.problem.ProblemException where they cannot be written
   */
  void send(List<LifecycleEvent> events);
}

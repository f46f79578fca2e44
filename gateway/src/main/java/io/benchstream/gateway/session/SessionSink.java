package io.benchstream.gateway.session;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where sessions and events go. Every call blocks until the broker has them. */
public interface SessionSink {
  /**
   * Writes the record of a session, and waits until the view has it; null removes it.
   *
   * @throws io.benchstream.gateway.problem.ProblemException where it cannot be written
   */
  void write(String id, @Nullable Session session);

  /**
   * Writes events, in order; what they do to jobs is in no view yet.
   *
   * @throws io.benchstream.gateway.problem.ProblemException where they cannot be written
   */
  void send(List<LifecycleEvent> events);
}

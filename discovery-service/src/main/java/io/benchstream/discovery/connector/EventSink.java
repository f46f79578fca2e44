package io.benchstream.discovery.connector;

import io.benchstream.schemas.LifecycleEvent;
import java.util.List;

/** Takes the events of connectors to the topic {@code lifecycle}. Thread-safe. */
@FunctionalInterface
public interface EventSink {
  /**
   * Sends events; returns once they are durable.
   *
   * @throws SourceException where they are not: they are sent again with the next read
   */
  void send(List<LifecycleEvent> events) throws SourceException, InterruptedException;
}

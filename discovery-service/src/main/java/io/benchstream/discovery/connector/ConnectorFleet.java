package io.benchstream.discovery.connector;

import io.benchstream.schemas.Resource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connectors of an installation. An instance runs those whose clusters it owns, each on a
 * virtual thread, where the faults of one reach no other. Thread-safe.
 */
public final class ConnectorFleet implements AutoCloseable {
  private final Map<String, ConnectorSpec> byCluster = new HashMap<>();
  private final Map<String, ConnectorStatus> statuses = new HashMap<>();
  private final EventSink sink;
  private final Clock clock;
  private final Map<String, Running> running = new HashMap<>();

  private record Running(SourceWatch watch, Thread thread) {}

  /**
   * @param specs at most one for each cluster
   */
  public ConnectorFleet(
      List<ConnectorSpec> specs, EventSink sink, MeterRegistry meters, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    for (ConnectorSpec spec : specs) {
      ConnectorSpec other = byCluster.put(spec.cluster(), spec);
      if (other != null) {
        throw new IllegalArgumentException(
            "connectors: '%s' and '%s' are both for the cluster '%s'; give one of them another"
                .formatted(other.name(), spec.name(), spec.cluster()));
      }
      statuses.put(spec.cluster(), new ConnectorStatus(spec.name(), meters, clock));
    }
  }

  /** The clusters that have a connector. */
  public Set<String> clusters() {
    return Set.copyOf(byCluster.keySet());
  }

  /**
   * This instance owns the cluster: its connector starts, or starts anew.
   *
   * @param known resources of the cluster as they stand on their topic
   */
  public synchronized void own(String cluster, Collection<Resource> known) {
    ConnectorSpec spec = byCluster.get(cluster);
    ConnectorStatus status = statuses.get(cluster);
    if (spec == null || status == null) {
      return;
    }
    disown(cluster);
    status.running(true);
    Announcer announcer = new Announcer(spec.source(), cluster, clock, List.copyOf(known));
    SourceWatch watch = new SourceWatch(spec, announcer, sink, status, clock);
    running.put(
        cluster,
        new Running(watch, Thread.ofVirtual().name("connector-" + spec.name()).start(watch)));
  }

  /** A resource changed, whoever told so; its cluster's connector, if any, takes note. */
  public synchronized void changed(Resource resource) {
    Running connector = running.get(resource.getCluster());
    if (connector != null) {
      connector.watch().hear(resource);
    }
  }

  /** Another instance may own the cluster: its connector ends. Does not wait for that. */
  public synchronized void disown(String cluster) {
    Running connector = running.remove(cluster);
    if (connector != null) {
      connector.watch().stop();
      connector.thread().interrupt();
    }
    ConnectorStatus status = statuses.get(cluster);
    if (status != null) {
      status.running(false);
    }
  }

  /** Ends all connectors and waits for them. */
  @Override
  public void close() {
    List<Thread> ending;
    synchronized (this) {
      ending = running.values().stream().map(Running::thread).toList();
      byCluster.keySet().forEach(this::disown);
    }
    try {
      for (Thread thread : ending) {
        thread.join(java.time.Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

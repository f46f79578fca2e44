package io.benchstream.discovery.connector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connector fares, in metrics. Thread-safe. */
final class ConnectorStatus {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorStatus.class);

  private final String name;
  private final Clock clock;
  private final Counter reads;
  private final Counter failures;
  private volatile boolean running;
  private volatile boolean up;
  private volatile @Nullable Instant lostSince;
  private volatile int resources;
  private volatile List<String> problems = List.of();

  ConnectorStatus(String name, MeterRegistry meters, Clock clock) {
    this.name = name;
    this.clock = clock;
    reads = reads(meters, "success");
    failures = reads(meters, "failure");
    Gauge.builder("benchstream_connector_up", () -> up ? 1 : 0)
        .description("1 where the last read of the connector's source succeeded")
        .tag("connector", name)
        .register(meters);
    Gauge.builder("benchstream_connector_running", () -> running ? 1 : 0)
        .description("1 where this instance runs the connector")
        .tag("connector", name)
        .register(meters);
    Gauge.builder("benchstream_connector_stale_seconds", this::staleSeconds)
        .description("How long the source of the connector is lost; 0 where it is not")
        .tag("connector", name)
        .register(meters);
    Gauge.builder("benchstream_connector_resources", () -> resources)
        .description("Clusters and jobs that the connector has announced and that live")
        .tag("connector", name)
        .register(meters);
    Gauge.builder("benchstream_connector_problems", () -> problems.size())
        .description("Parts of the connector's source that are left out; the log says which")
        .tag("connector", name)
        .register(meters);
  }

  private Counter reads(MeterRegistry meters, String outcome) {
    return Counter.builder("benchstream_connector_reads")
        .description("Reads of the connector's source")
        .tag("connector", name)
        .tag("outcome", outcome)
        .register(meters);
  }

  private double staleSeconds() {
    Instant since = lostSince;
    return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1e3;
  }

  void running(boolean now) {
    running = now;
    if (!now) {
      up = false;
      lostSince = null;
      resources = 0;
      problems = List.of();
    }
  }

  void found(Instant at, int live, List<String> partsLeftOut) {
    reads.increment();
    up = true;
    lostSince = null;
    resources = live;
    if (!partsLeftOut.equals(problems)) {
      partsLeftOut.forEach(problem -> LOG.warn("connector {}: {}", name, problem));
    }
    problems = List.copyOf(partsLeftOut);
  }

  void lost(Instant since, String reason) {
    failures.increment();
    up = false;
    lostSince = since;
    LOG.debug("connector {}: {}", name, reason);
  }
}

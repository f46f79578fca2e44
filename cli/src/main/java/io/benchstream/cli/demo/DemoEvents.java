package io.benchstream.cli.demo;

import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.ScrapeSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scheduler would say: the demo's cluster and its benchmark job. */
final class DemoEvents {
  static final String CLUSTER = "demo";
  private static final String SOURCE = "/benchstream/demo";

  private DemoEvents() {}

  static LifecycleEvent cluster(Phase phase, Instant at, List<Endpoint> endpoints) {
    return event(null, phase, at, "static", Map.of(), endpoints);
  }

  /** The job opens a benchmark session of its own. */
  static LifecycleEvent job(String job, Phase phase, Instant at, List<Endpoint> endpoints) {
    return event(job, phase, at, "vllm", Map.of("benchmark", "true"), endpoints);
  }

  private static LifecycleEvent event(
      @Nullable String job,
      Phase phase,
      Instant at,
      String kind,
      Map<String, String> labels,
      List<Endpoint> endpoints) {
    String subject = job == null ? CLUSTER : CLUSTER + "-" + job;
    return LifecycleEvent.newBuilder()
        .setId("%s-%s-%d".formatted(subject, phase, at.toEpochMilli()))
        .setSource(SOURCE)
        .setTime(at)
        .setResourceType(job == null ? ResourceType.CLUSTER : ResourceType.JOB)
        .setCluster(CLUSTER)
        .setJob(job)
        .setPhase(phase)
        .setKind(kind)
        .setLabels(labels)
        .setEndpoints(endpoints)
        .build();
  }

  /** Scraped by the workers, and by a vmagent where one uses the generated configuration. */
  static Endpoint endpoint(String kind, URI metrics, Duration interval) {
    ScrapeSettings settings = ScrapeSettings.newBuilder().build();
    settings.setScrapeIntervalMs(interval.toMillis());
    settings.setScrapeTimeoutMs(interval.toMillis());
    settings.setCollector(Collector.BOTH);
    return Endpoint.newBuilder()
        .setKind(kind)
        .setAddress("%s:%d".formatted(metrics.getHost(), metrics.getPort()))
        .setPath(metrics.getPath())
        .setSettings(settings)
        .build();
  }
}

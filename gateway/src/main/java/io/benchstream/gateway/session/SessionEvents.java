package io.benchstream.gateway.session;

import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionTarget;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lifecycle events of the jobs that a session has scraped itself. Of two events of a job the later
 * holds, so no two have the same time. Thread-safe.
 */
final class SessionEvents {
  private static final String SOURCE = "/benchstream/gateway/sessions/";

  /** The profile that exposes what is announced and nothing more. */
  private static final String KIND = "static";

  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  SessionEvents(Clock clock) {
    this.clock = clock;
  }

  /** The job as the session's registrations have it now. */
  LifecycleEvent running(Session session, String cluster, String job) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (SessionTarget target : session.getTargets()) {
      if (target.getCluster().equals(cluster) && target.getJob().equals(job)) {
        endpoints.addAll(target.getEndpoints());
      }
    }
    return event(session, cluster, job, Phase.RUNNING, endpoints);
  }

  /** The end of every job that the session has scraped itself. */
  List<LifecycleEvent> ends(Session session, Phase phase) {
    Map<String, LifecycleEvent> events = new LinkedHashMap<>();
    for (SessionTarget target : session.getTargets()) {
      if (!target.getEndpoints().isEmpty()) {
        events.computeIfAbsent(
            Sessions.jobName(target),
            name -> event(session, target.getCluster(), target.getJob(), phase, List.of()));
      }
    }
    return List.copyOf(events.values());
  }

  /** Whether the job is what this session told of it last; nobody else has told of it since. */
  static boolean toldLast(Session session, Resource job) {
    List<String> events = job.getRecentEvents();
    return !events.isEmpty() && isOf(session, events.getFirst());
  }

  /** Whether the session's start of the job was seen, with no end of its own after it. */
  static boolean startSeen(Session session, Resource job) {
    return job.getRecentEvents().stream()
        .filter(event -> isOf(session, event))
        .findFirst()
        .filter(event -> event.endsWith("-" + Phase.RUNNING))
        .isPresent();
  }

  private static boolean isOf(Session session, String event) {
    return event.startsWith(SOURCE + session.getId() + "\n");
  }

  private LifecycleEvent event(
      Session session, String cluster, String job, Phase phase, List<Endpoint> endpoints) {
    Instant time = next();
    return LifecycleEvent.newBuilder()
        .setId("%s-%s-%d-%s".formatted(cluster, job, time.toEpochMilli(), phase))
        .setSource(SOURCE + session.getId())
        .setTime(time)
        .setResourceType(ResourceType.JOB)
        .setCluster(cluster)
        .setJob(job)
        .setPhase(phase)
        .setKind(KIND)
        .setEndpoints(endpoints)
        .build();
  }

  private Instant next() {
    long now = clock.millis();
    return Instant.ofEpochMilli(last.updateAndGet(before -> Math.max(before + 1, now)));
  }
}

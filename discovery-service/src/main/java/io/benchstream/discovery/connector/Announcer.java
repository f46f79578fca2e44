package io.benchstream.discovery.connector;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.resource.Phases;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a source shows into events of what is new, changed or gone since what was told last. A
 * successor begins with what stands on the topic {@code resources}, so that it neither repeats nor
 * misses anything. Only what this source announced itself is ever taken away. Not thread-safe.
 */
public final class Announcer {
  /** On a resource whose source is lost: since when, in ISO 8601. */
  public static final String STALE_SINCE = "stale_since";

  /** On a resource whose source is lost: why. */
  public static final String STALE_REASON = "stale_reason";

  private static final String CLUSTER = "";
  private static final int LONGEST_REASON = 500;

  private final String source;
  private final String cluster;
  private final Clock clock;
  private final Map<String, Told> told = new HashMap<>();

  private record Told(
      Phase phase,
      String kind,
      Map<String, String> labels,
      List<Endpoint> endpoints,
      Map<String, String> attributes,
      Instant time) {}

  /**
   * @param source URI-reference in all events
   * @param cluster that all resources belong to
   * @param known resources of the cluster as they stand on their topic
   */
  public Announcer(String source, String cluster, Clock clock, Collection<Resource> known) {
    this.source = source;
    this.cluster = cluster;
    this.clock = clock;
    for (Resource resource : known) {
      if (resource.getRecentEvents().stream().anyMatch(e -> e.startsWith(source + "\n"))) {
        told.put(
            resource.getJob() == null ? CLUSTER : resource.getJob(),
            new Told(
                resource.getPhase(),
                resource.getKind(),
                resource.getLabels(),
                resource.getEndpoints(),
                announced(resource.getAttributes()),
                resource.getLastEventTime()));
      }
    }
  }

  /** The events that make the resources what the snapshot shows; clusters before jobs. */
  public List<LifecycleEvent> changes(Snapshot snapshot) {
    List<LifecycleEvent> events = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sighting sighting : snapshot.resources()) {
      String key = sighting.job() == null ? CLUSTER : sighting.job();
      if (!seen.add(key)) {
        throw new IllegalArgumentException("'%s' stands twice in a snapshot".formatted(key));
      }
      Told last = told.get(key);
      if (last == null ? !Phases.ends(sighting.phase()) : !same(last, sighting)) {
        LifecycleEvent event = event(sighting, last);
        events.add(sighting.job() == null ? 0 : events.size(), event);
      }
    }
    if (snapshot.complete()) {
      told.forEach(
          (key, last) -> {
            if (!seen.contains(key) && !Phases.ends(last.phase())) {
              events.add(end(key, last));
            }
          });
    }
    return events;
  }

  /** The event that marks the cluster stale; empty where it is marked or was never announced. */
  public Optional<LifecycleEvent> stale(Instant since, String reason) {
    Told last = told.get(CLUSTER);
    if (last == null || Phases.ends(last.phase()) || last.attributes().containsKey(STALE_SINCE)) {
      return Optional.empty();
    }
    Map<String, String> attributes = new HashMap<>(last.attributes());
    attributes.put(STALE_SINCE, since.truncatedTo(ChronoUnit.SECONDS).toString());
    attributes.put(STALE_REASON, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    return Optional.of(
        event(
            new Sighting(
                null, last.phase(), last.kind(), last.labels(), last.endpoints(), attributes, null),
            last));
  }

  /** The events that end everything this source has announced. */
  public List<LifecycleEvent> ends() {
    return changes(Snapshot.of(List.of()));
  }

  /** The events are durable: they are what was told last. */
  public void sent(List<LifecycleEvent> events) {
    for (LifecycleEvent event : events) {
      told.put(
          event.getJob() == null ? CLUSTER : event.getJob(),
          new Told(
              event.getPhase(),
              event.getKind(),
              event.getLabels(),
              event.getEndpoints(),
              event.getAttributes(),
              event.getTime()));
    }
    // What ended is needed only while its source may still show it; those are few.
    if (told.size() > 2 * live() + 10_000) {
      told.values().removeIf(last -> Phases.ends(last.phase()));
    }
  }

  /** Resources told of that have not ended. */
  public int live() {
    return (int) told.values().stream().filter(last -> !Phases.ends(last.phase())).count();
  }

  private static boolean same(Told last, Sighting sighting) {
    if (Phases.ends(last.phase()) || Phases.ends(sighting.phase())) {
      // An end stands, until the source shows a life that began after it.
      return Phases.ends(sighting.phase())
          ? Phases.ends(last.phase())
          : sighting.since() != null && !sighting.since().isAfter(last.time());
    }
    return last.phase() == sighting.phase()
        && last.kind().equals(sighting.kind())
        && last.labels().equals(sighting.labels())
        && last.endpoints().equals(sighting.endpoints())
        && last.attributes().equals(sighting.attributes());
  }

  private LifecycleEvent end(String key, Told last) {
    return event(
        new Sighting(
            key.equals(CLUSTER) ? null : key,
            Phase.DELETED,
            last.kind(),
            last.labels(),
            List.of(),
            Map.of(),
            null),
        last);
  }

  private LifecycleEvent event(Sighting sighting, @Nullable Told last) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    boolean newPhase = last == null || last.phase() != sighting.phase();
    Instant time = sighting.since() != null && newPhase ? sighting.since() : now;
    if (last != null && !time.isAfter(last.time())) {
      time = last.time().plusMillis(1);
    }
    String job = sighting.job();
    boolean ends = Phases.ends(sighting.phase());
    return LifecycleEvent.newBuilder()
        .setId(eventId(cluster, job, time, sighting.phase()))
        .setSource(source)
        .setTime(time)
        .setResourceType(job == null ? ResourceType.CLUSTER : ResourceType.JOB)
        .setCluster(cluster)
        .setJob(job)
        .setPhase(sighting.phase())
        .setKind(sighting.kind())
        .setLabels(sighting.labels())
        .setEndpoints(ends ? List.of() : sighting.endpoints())
        .setAttributes(sighting.attributes())
        .build();
  }

  /** The same for the same fact, whoever saw it. */
  public static String eventId(String cluster, @Nullable String job, Instant time, Phase phase) {
    return "%s-%d-%s"
        .formatted(job == null ? cluster : cluster + "-" + job, time.toEpochMilli(), phase);
  }

  private static Map<String, String> announced(Map<String, String> attributes) {
    Map<String, String> announced = new HashMap<>(attributes);
    announced.keySet().removeIf(name -> name.startsWith(EventValidator.RESERVED_ATTRIBUTES));
    return announced;
  }
}

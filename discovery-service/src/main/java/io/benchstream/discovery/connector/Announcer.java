package io.benchstream.discovery.connector;

import io.benchstream.discovery.resource.Phases;
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
 * misses anything. Others may tell of the same resources, a hook for example, sooner and with less
 * in it: what the source shows holds over it. Only what this source announced itself is ever taken
 * away. Not thread-safe.
 */
public final class Announcer {
  /** On a resource whose source is lost: since when, in ISO 8601. */
  public static final String STALE_SINCE = "stale_since";

  /** On a resource whose source is lost: why. */
  public static final String STALE_REASON = "stale_reason";

  private static final String CLUSTER = "";
  private static final int MOST_ENDED = 10_000;
  private static final int LONGEST_REASON = 500;

  private final String source;
  private final String cluster;
  private final Clock clock;
  private final Map<String, Told> told = new HashMap<>();
  private int pruneAt = MOST_ENDED;

  /**
   * @param source URI-reference in all events
   * @param cluster that all resources belong to
   * @param known resources of the cluster as they stand on their topic
   */
  public Announcer(String source, String cluster, Clock clock, Collection<Resource> known) {
    this.source = source;
    this.cluster = cluster;
    this.clock = clock;
    known.forEach(this::heard);
  }

  /**
   * A resource of the cluster as it stands now. It counts where it comes after what was told last:
   * then somebody else has told of it.
   */
  public void heard(Resource resource) {
    String key = resource.getJob() == null ? CLUSTER : resource.getJob();
    Told last = told.get(key);
    if (last != null && !resource.getLastEventTime().isAfter(last.time())) {
      return;
    }
    told.put(key, Told.of(resource, source, last));
    prune();
  }

  /** The events that make the resources what the snapshot shows; clusters before jobs. */
  public List<LifecycleEvent> changes(Snapshot snapshot) {
    List<LifecycleEvent> events = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sighting seenNow : snapshot.resources()) {
      String key = seenNow.job() == null ? CLUSTER : seenNow.job();
      if (!seen.add(key)) {
        throw new IllegalArgumentException("'%s' stands twice in a snapshot".formatted(key));
      }
      Told last = told.get(key);
      Sighting sighting =
          snapshot.complete() || last == null ? seenNow : last.withWhatMayStand(seenNow);
      if (last == null ? !Phases.ends(sighting.phase()) : last.isOutdatedBy(sighting)) {
        LifecycleEvent event = event(sighting, last);
        events.add(sighting.job() == null ? 0 : events.size(), event);
      }
    }
    if (snapshot.complete()) {
      told.forEach(
          (key, last) -> {
            if (!seen.contains(key) && last.own() && !last.ended()) {
              events.add(end(key, last));
            }
          });
    }
    return events;
  }

  /** The event that marks the cluster stale; empty where it is marked or was never announced. */
  public Optional<LifecycleEvent> stale(Instant since, String reason) {
    Told last = told.get(CLUSTER);
    if (last == null || !last.own() || last.ended() || last.attributes().containsKey(STALE_SINCE)) {
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
      told.put(event.getJob() == null ? CLUSTER : event.getJob(), Told.of(event));
    }
    prune();
  }

  /** What ended is needed only while its source may still show it; those are few. */
  private void prune() {
    if (told.size() > pruneAt) {
      told.values().removeIf(Told::ended);
      pruneAt = 2 * told.size() + MOST_ENDED;
    }
  }

  /** Resources that this source told of and that have not ended. */
  public int live() {
    return (int) told.values().stream().filter(last -> last.own() && !last.ended()).count();
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
    Instant since = sighting.since();
    // A time ahead of our clock would be refused, however little its source's clock is to be had.
    Instant time = newPhase && since != null && since.isBefore(now) ? since : now;
    // What others told is completed as of then: the end of a job may be on its way already.
    boolean completed = last != null && last.byOthers() && !newPhase;
    if (last != null && (completed || !time.isAfter(last.time()))) {
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
}

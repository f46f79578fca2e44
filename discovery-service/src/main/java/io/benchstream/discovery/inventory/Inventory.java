package io.benchstream.discovery.inventory;

import io.benchstream.discovery.event.Rejection;
import io.benchstream.discovery.profile.Resolution;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.discovery.resource.Notes;
import io.benchstream.discovery.resource.Phases;
import io.benchstream.discovery.resource.ResourceState;
import io.benchstream.discovery.resource.Transition;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of one partition with their jobs and targets, as they stand on the topics. Applying
 * an event changes this state and says what to write so that the topics say the same.
 *
 * <p>A cluster that ends takes along the jobs announced up to then. A job announced with a later
 * time exposes nothing before its cluster runs again. A job whose cluster was never announced
 * stands for itself. Not thread-safe.
 */
public final class Inventory {
  private final TargetResolver resolver;
  private final InventoryLimits limits;
  private final Map<String, ClusterEntry> clusters = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private int resources;

  public Inventory(TargetResolver resolver, InventoryLimits limits) {
    this.resolver = resolver;
    this.limits = limits;
  }

  /** Takes over a resource that stands on its topic; before any event. */
  public void restore(Resource resource) {
    put(resource);
  }

  /** Takes over a target that stands on its topic; before any event. */
  public void restore(Target target) {
    targets.put(target.getId(), target);
  }

  /** The cluster, where it is known, and its jobs; those that have ended among them. */
  public List<Resource> resourcesOf(String cluster) {
    ClusterEntry entry = clusters.get(cluster);
    return entry == null ? List.of() : entry.all();
  }

  /** Number of clusters and jobs. */
  public int resources() {
    return resources;
  }

  /** Number of targets. */
  public int targets() {
    return targets.size();
  }

  /** Applies an event that {@link io.benchstream.discovery.event.EventValidator} accepted. */
  public Outcome apply(LifecycleEvent event) {
    ClusterEntry entry = clusters.getOrDefault(event.getCluster(), new ClusterEntry());
    return event.getResourceType() == ResourceType.CLUSTER
        ? applyToCluster(entry, event)
        : applyToJob(entry, event);
  }

  private Outcome applyToJob(ClusterEntry entry, LifecycleEvent event) {
    Resource before = entry.job(event.getJob());
    return switch (ResourceState.of(before).on(event)) {
      case Transition.Duplicate duplicate -> Outcome.unchanged(Fate.DUPLICATE, "");
      case Transition.Stale(String reason) -> Outcome.unchanged(Fate.STALE, reason);
      case Transition.Applied(Resource after) -> {
        Optional<Instant> clusterEnd = entry.endedAt();
        if (!Phases.ends(after.getPhase())
            && clusterEnd.isPresent()
            && !event.getTime().isAfter(clusterEnd.get())) {
          yield Outcome.unchanged(Fate.STALE, "its cluster ended later, at " + clusterEnd.get());
        }
        Draft draft = draft();
        Optional<Rejection> refused = draft.put(before, after, entry.ended(), event.getTime());
        String detail =
            entry.ended() ? "its cluster has ended: no targets before it runs again" : "";
        yield settle(entry, before, Fate.APPLIED, detail, draft, refused);
      }
    };
  }

  private Outcome applyToCluster(ClusterEntry entry, LifecycleEvent event) {
    Resource before = entry.cluster();
    return switch (ResourceState.of(before).on(event)) {
      case Transition.Duplicate duplicate -> Outcome.unchanged(Fate.DUPLICATE, "");
      // A late end of an earlier life still ends the jobs of that life.
      case Transition.Stale(String reason) when before != null && Phases.ends(event.getPhase()) ->
          changeCluster(entry, event, before, Fate.STALE, reason);
      case Transition.Stale(String reason) -> Outcome.unchanged(Fate.STALE, reason);
      case Transition.Applied(Resource after) ->
          changeCluster(entry, event, after, Fate.APPLIED, "");
    };
  }

  private Outcome changeCluster(
      ClusterEntry entry, LifecycleEvent event, Resource next, Fate fate, String detail) {
    Draft draft = draft();
    Resource before = entry.cluster();
    Resource after = next;
    Set<String> endedJobs = new HashSet<>();
    if (Phases.ends(event.getPhase()) && isLatestEnd(entry, event.getTime())) {
      after =
          Notes.with(next, Map.of(Notes.ENDED_AT, Long.toString(event.getTime().toEpochMilli())));
      for (Resource job : entry.liveJobs()) {
        Transition end =
            new ResourceState.Live(job).endWithCluster(event.getPhase(), event.getTime());
        if (end instanceof Transition.Applied(Resource ended)) {
          endedJobs.add(job.getJob());
          draft.put(job, ended, true, event.getTime());
        }
      }
    }
    boolean masked = Phases.ends(after.getPhase());
    if (masked != entry.ended()) {
      for (Resource job : entry.liveJobs()) {
        if (!endedJobs.contains(job.getJob())) {
          // Refused only where profiles changed since the job was accepted: it waits for its next
          // event.
          draft.put(job, job, masked, event.getTime());
        }
      }
    }
    Optional<Rejection> refused = draft.put(before, after, false, event.getTime());
    return settle(entry, before, fate, detail, draft, refused);
  }

  private static boolean isLatestEnd(ClusterEntry entry, Instant time) {
    Optional<Instant> known = entry.endedAt();
    return known.isEmpty() || time.isAfter(known.get());
  }

  private Outcome settle(
      ClusterEntry entry,
      @Nullable Resource before,
      Fate fate,
      String detail,
      Draft draft,
      Optional<Rejection> refused) {
    if (refused.isPresent()) {
      return Outcome.unchanged(Fate.REJECTED, refused.get().message());
    }
    int wanted = entry.targets() + draft.addedTargets();
    if (draft.addedTargets() > 0 && wanted > limits.maxTargetsPerCluster()) {
      return Outcome.unchanged(
          Fate.REJECTED,
          "endpoints: the cluster would have %d targets, the limit is %d; raise max_targets_per_cluster"
              .formatted(wanted, limits.maxTargetsPerCluster()));
    }
    List<Change> evicted = List.of();
    if (before == null && resources >= limits.maxResources()) {
      evicted = evict();
      if (evicted.isEmpty()) {
        return Outcome.unchanged(
            Fate.REJECTED,
            "cluster: there are %d clusters and jobs and none has ended; raise max_resources"
                .formatted(resources));
      }
    }
    commit(draft);
    List<Change> changes = new ArrayList<>(draft.changes());
    changes.addAll(evicted);
    return new Outcome(fate, detail, changes);
  }

  /**
   * Works all targets out anew and says where they differ from what was restored: after a change of
   * profiles or defaults. Targets that belong to no resource go.
   */
  public Reconciliation reconcile() {
    List<Change> changes = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    Set<String> owned = new HashSet<>();
    for (ClusterEntry entry : List.copyOf(clusters.values())) {
      for (Resource resource : entry.all()) {
        boolean masked = resource.getJob() != null && entry.ended();
        Draft draft = draft();
        Optional<Rejection> refused =
            draft.put(resource, resource, masked, resource.getLastEventTime());
        if (refused.isPresent()) {
          boolean denied =
              resolver.targets(resource, resource.getLastEventTime()) instanceof Resolution.Denied;
          skipped.add(
              "%s %s its targets: %s"
                  .formatted(key(resource), denied ? "loses" : "keeps", refused.get().message()));
          if (!denied) {
            continue;
          }
          draft = draft();
          draft.withdraw(resource);
        }
        commit(draft);
        changes.addAll(draft.changes());
      }
      entry.all().forEach(resource -> owned.addAll(resource.getTargetIds()));
    }
    List<Change> orphans = new ArrayList<>();
    for (String id : targets.keySet()) {
      if (!owned.contains(id)) {
        orphans.add(new Change.RemoveTarget(id));
      }
    }
    Draft.commit(orphans, targets);
    changes.addAll(orphans);
    return new Reconciliation(changes, skipped);
  }

  /** Forgets what ended longer ago than the retention. */
  public List<Change> expire(Instant now) {
    Instant limit = now.minus(limits.endedRetention());
    List<Resource> old = ended();
    old.removeIf(resource -> !resource.getLastEventTime().isBefore(limit));
    return forget(old);
  }

  /** Makes room, for a while, by forgetting what ended longest ago. */
  private List<Change> evict() {
    List<Resource> oldest = ended();
    oldest.sort(Comparator.comparing(Resource::getLastEventTime));
    int room = limits.maxResources() / 10 + 1;
    return forget(oldest.subList(0, Math.min(oldest.size(), room)));
  }

  private List<Resource> ended() {
    List<Resource> ended = new ArrayList<>();
    for (ClusterEntry entry : clusters.values()) {
      for (Resource resource : entry.all()) {
        // An ended cluster still keeps jobs that were announced after its end from being scraped.
        boolean needed = resource.getJob() == null && !entry.jobs().isEmpty();
        if (Phases.ends(resource.getPhase()) && !needed) {
          ended.add(resource);
        }
      }
    }
    return ended;
  }

  private List<Change> forget(List<Resource> forgotten) {
    List<Change> changes = new ArrayList<>();
    for (Resource resource : forgotten) {
      ClusterEntry entry = clusters.get(resource.getCluster());
      if (entry != null) {
        entry.remove(resource);
        resources--;
        changes.add(new Change.RemoveResource(key(resource)));
      }
    }
    clusters.values().removeIf(ClusterEntry::isEmpty);
    return changes;
  }

  private static String key(Resource resource) {
    return ResourceKeys.of(resource.getCluster(), resource.getJob());
  }

  private Draft draft() {
    return new Draft(resolver, targets);
  }

  private void commit(Draft draft) {
    draft.resources().forEach(this::put);
    Draft.commit(draft.changes(), targets);
  }

  private void put(Resource resource) {
    ClusterEntry entry =
        clusters.computeIfAbsent(resource.getCluster(), cluster -> new ClusterEntry());
    boolean known =
        resource.getJob() == null ? entry.cluster() != null : entry.job(resource.getJob()) != null;
    entry.put(resource);
    if (!known) {
      resources++;
    }
  }
}

package io.benchstream.discovery.inventory;

import io.benchstream.discovery.event.Rejection;
import io.benchstream.discovery.profile.Resolution;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one event would change, put together before any of it holds: an event is applied whole or
 * not at all. Not thread-safe.
 */
final class Draft {
  /** A resource is one record, with the ids of its targets: it must stay below a megabyte. */
  private static final int MOST_TARGETS_OF_ONE = 12_000;

  private static final String CHANGED_AT = "changedAt";

  private final TargetResolver resolver;
  private final Map<String, Target> standing;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private int addedTargets;

  /**
   * @param standing the targets on the topic, by id
   */
  Draft(TargetResolver resolver, Map<String, Target> standing) {
    this.resolver = resolver;
    this.standing = standing;
  }

  /**
   * Drafts the new state of a resource with all that follows from it.
   *
   * @param before the state so far; null where it is new
   * @param masked its cluster has ended, so that it exposes nothing
   * @param at when the event happened
   * @return why it cannot be: then nothing was drafted
   */
  Optional<Rejection> put(@Nullable Resource before, Resource after, boolean masked, Instant at) {
    List<Target> wanted = List.of();
    if (after.getPhase() == Phase.RUNNING) {
      switch (resolver.targets(after, at)) {
        case Resolution.Refused(Rejection rejection) -> {
          return Optional.of(rejection);
        }
        case Resolution.Denied(Rejection rejection) -> {
          return Optional.of(rejection);
        }
        case Resolution.Targets(List<Target> targets) -> wanted = masked ? List.of() : targets;
      }
    }
    if (wanted.size() > MOST_TARGETS_OF_ONE) {
      return Optional.of(
          new Rejection(
              "endpoints",
              wanted.size() + " targets",
              "are more than the %d of one cluster or job".formatted(MOST_TARGETS_OF_ONE),
              "announce them as several jobs"));
    }
    BenchmarkSessions.Result followed = BenchmarkSessions.follow(before, after, masked, at);
    followed.session().ifPresent(session -> changes.add(new Change.PutSession(session)));
    List<String> ids = wanted.stream().map(Target::getId).toList();
    targets(before == null ? List.of() : before.getTargetIds(), wanted);
    Resource next =
        ids.equals(followed.resource().getTargetIds())
            ? followed.resource()
            : Resource.newBuilder(followed.resource()).setTargetIds(ids).build();
    if (!next.equals(before)) {
      resources.add(next);
      changes.add(new Change.PutResource(ResourceKeys.of(next.getCluster(), next.getJob()), next));
    }
    return Optional.empty();
  }

  /** Drafts that the resource has no targets; it stays what it is. */
  void withdraw(Resource resource) {
    if (!resource.getTargetIds().isEmpty()) {
      targets(resource.getTargetIds(), List.of());
      Resource next = Resource.newBuilder(resource).setTargetIds(List.of()).build();
      resources.add(next);
      changes.add(new Change.PutResource(ResourceKeys.of(next.getCluster(), next.getJob()), next));
    }
  }

  private void targets(List<String> before, List<Target> wanted) {
    Set<String> gone = new HashSet<>(before);
    for (Target target : wanted) {
      Target old = standing.get(target.getId());
      gone.remove(target.getId());
      if (old == null) {
        addedTargets++;
      }
      if (old == null || !sameButTime(old, target)) {
        changes.add(new Change.PutTarget(target));
      }
    }
    for (String id : gone) {
      changes.add(new Change.RemoveTarget(id));
    }
    addedTargets -= gone.size();
  }

  /** The new states of resources. */
  List<Resource> resources() {
    return resources;
  }

  List<Change> changes() {
    return changes;
  }

  /** How many targets more there would be. */
  int addedTargets() {
    return addedTargets;
  }

  private static boolean sameButTime(Target a, Target b) {
    for (Schema.Field field : a.getSchema().getFields()) {
      if (!field.name().equals(CHANGED_AT)
          && !Objects.equals(a.get(field.pos()), b.get(field.pos()))) {
        return false;
      }
    }
    return true;
  }

  /** Makes the drafted changes of targets hold. */
  static void commit(List<Change> changes, Map<String, Target> standing) {
    Map<String, Target> put = new HashMap<>();
    for (Change change : changes) {
      switch (change) {
        case Change.PutTarget(Target target) -> put.put(target.getId(), target);
        case Change.RemoveTarget(String id) -> standing.remove(id);
        case Change.PutResource resource -> {}
        case Change.RemoveResource resource -> {}
        case Change.PutSession session -> {}
      }
    }
    standing.putAll(put);
  }
}

package io.benchstream.gateway.view;

import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets that stand, each with its last status. Targets and statuses come from two topics, in
 * any order: a status of an unknown target is kept for a while, since the target may follow, or may
 * have been removed. Thread-safe.
 */
public final class TargetCatalogue {
  private static final int MOST_STRAYS = 100_000;

  private final Map<String, Target> targets = new HashMap<>();
  private final NavigableMap<String, Target> ordered = new TreeMap<>();
  private final Map<String, TargetStatus> statuses = new HashMap<>();
  private final Map<String, TargetStatus> strays =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TargetStatus> eldest) {
          return size() > MOST_STRAYS;
        }
      };

  /** One that stands; its status is empty until a worker has told it. */
  public record Entry(Target target, Optional<TargetStatus> status) {}

  /** Takes a record of the topic of targets; null removes the target. */
  public synchronized void put(String id, @Nullable Target target) {
    Target before = target == null ? targets.remove(id) : targets.put(id, target);
    if (before != null) {
      ordered.remove(key(before));
    }
    if (target == null) {
      statuses.remove(id);
      strays.remove(id);
      return;
    }
    ordered.put(key(target), target);
    TargetStatus stray = strays.remove(id);
    if (stray != null) {
      statuses.put(id, stray);
    }
  }

  /** Takes a record of the topic of their statuses; null removes the status. */
  public synchronized void putStatus(String id, @Nullable TargetStatus status) {
    Map<String, TargetStatus> place = targets.containsKey(id) ? statuses : strays;
    if (status == null) {
      place.remove(id);
      return;
    }
    TargetStatus known = place.get(id);
    if (known == null || status.getEpoch() >= known.getEpoch()) {
      place.put(id, status);
    }
  }

  /** The last status of a target; empty until a worker has told it, and once it is gone. */
  public synchronized Optional<TargetStatus> status(String id) {
    return Optional.ofNullable(statuses.get(id));
  }

  /** One target. */
  public synchronized Optional<Target> find(String id) {
    return Optional.ofNullable(targets.get(id));
  }

  /** The targets of a cluster and job, by cluster and id; null: of any. */
  public synchronized Page<Entry> find(
      @Nullable String cluster, @Nullable String job, @Nullable String after, int limit) {
    NavigableMap<String, Target> rest = after == null ? ordered : ordered.tailMap(after, false);
    return Page.of(
        rest.values().stream()
            .filter(target -> cluster == null || target.getCluster().equals(cluster))
            .filter(target -> job == null || job.equals(target.getJob()))
            .map(target -> new Entry(target, status(target.getId()))),
        entry -> key(entry.target()),
        limit);
  }

  private static String key(Target target) {
    return target.getCluster() + " " + target.getId();
  }
}

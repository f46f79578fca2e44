package io.benchstream.gateway.view;

import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets that stand, each with its last status. Written by the followers, read by any thread.
 */
public final class TargetCatalogue {
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final Map<String, TargetStatus> statuses = new ConcurrentHashMap<>();

  /** One that stands; its status is empty until a worker has told it. */
  public record Entry(Target target, Optional<TargetStatus> status) {}

  /** Takes a record of the topic of targets; null removes the target. */
  public void put(String id, @Nullable Target target) {
    if (target == null) {
      targets.remove(id);
      statuses.remove(id);
    } else {
      targets.put(id, target);
    }
  }

  /** Takes a record of the topic of their statuses; null removes the status. */
  public void putStatus(String id, @Nullable TargetStatus status) {
    if (status == null) {
      statuses.remove(id);
      return;
    }
    statuses.merge(
        id, status, (known, added) -> added.getEpoch() < known.getEpoch() ? known : added);
  }

  /** The targets of a cluster and job; null: of any. */
  public List<Entry> find(@Nullable String cluster, @Nullable String job) {
    return targets.values().stream()
        .filter(target -> cluster == null || target.getCluster().equals(cluster))
        .filter(target -> job == null || job.equals(target.getJob()))
        .sorted(Comparator.comparing(Target::getCluster).thenComparing(Target::getId))
        .map(target -> new Entry(target, Optional.ofNullable(statuses.get(target.getId()))))
        .toList();
  }
}

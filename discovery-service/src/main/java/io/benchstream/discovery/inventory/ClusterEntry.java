package io.benchstream.discovery.inventory;

import io.benchstream.discovery.resource.Notes;
import io.benchstream.discovery.resource.Phases;
import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cluster, announced or only known from its jobs, and these. Not thread-safe. */
final class ClusterEntry {
  private @Nullable Resource cluster;
  private final Map<String, Resource> jobs = new HashMap<>();
  private int targets;

  @Nullable Resource cluster() {
    return cluster;
  }

  @Nullable Resource job(String id) {
    return jobs.get(id);
  }

  Collection<Resource> jobs() {
    return jobs.values();
  }

  List<Resource> liveJobs() {
    return jobs.values().stream().filter(job -> !Phases.ends(job.getPhase())).toList();
  }

  List<Resource> all() {
    List<Resource> all = new ArrayList<>(jobs.values());
    if (cluster != null) {
      all.add(cluster);
    }
    return all;
  }

  /** Number of targets of the cluster and its jobs. */
  int targets() {
    return targets;
  }

  /** True where the cluster has ended: its jobs expose nothing. */
  boolean ended() {
    return cluster != null && Phases.ends(cluster.getPhase());
  }

  /** When the cluster ended last, also where it lives again. */
  Optional<Instant> endedAt() {
    return Notes.time(cluster, Notes.ENDED_AT);
  }

  boolean isEmpty() {
    return cluster == null && jobs.isEmpty();
  }

  void put(Resource resource) {
    Resource before;
    if (resource.getJob() == null) {
      before = cluster;
      cluster = resource;
    } else {
      before = jobs.put(resource.getJob(), resource);
    }
    targets += resource.getTargetIds().size();
    if (before != null) {
      targets -= before.getTargetIds().size();
    }
  }

  void remove(Resource resource) {
    if (resource.getJob() == null) {
      cluster = null;
    } else {
      jobs.remove(resource.getJob());
    }
    targets -= resource.getTargetIds().size();
  }
}

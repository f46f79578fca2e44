package io.benchstream.gateway.view;

import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.ResourceKeys;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Clusters and jobs as the discovery service holds them, but of the events applied last only the
 * newest of each source. Bounded: further ones are left out, and counted. Thread-safe.
 */
public final class ResourceCatalogue {
  private final int maxResources;
  private final LongConsumer droppedSink;
  private final NavigableMap<String, Resource> resources = new TreeMap<>();

  /**
   * A view of at most so many.
   *
   * @param droppedSink told 1 for each record that is left out
   */
  public ResourceCatalogue(int maxResources, LongConsumer droppedSink) {
    this.maxResources = maxResources;
    this.droppedSink = droppedSink;
  }

  /** Takes a record of the topic of resources; null removes the resource. */
  public synchronized void put(String key, @Nullable Resource resource) {
    if (resource == null) {
      resources.remove(key);
      return;
    }
    if (resources.size() >= maxResources && !resources.containsKey(key)) {
      droppedSink.accept(1);
      return;
    }
    resource.setRecentEvents(newestOfEachSource(resource.getRecentEvents()));
    resources.put(key, resource);
  }

  /** Who told last is all that is asked of the events; the rest would be most of the view. */
  private static List<String> newestOfEachSource(List<String> newestFirst) {
    Set<String> sources = new HashSet<>();
    return newestFirst.stream().filter(event -> sources.add(event.split("\n", 2)[0])).toList();
  }

  /** A job, or the cluster itself where {@code job} is null. */
  public synchronized Optional<Resource> find(String cluster, @Nullable String job) {
    return Optional.ofNullable(resources.get(ResourceKeys.of(cluster, job)));
  }

  /** Which are wanted; null: of any. */
  public record Filter(
      ResourceType type, @Nullable String cluster, @Nullable String job, @Nullable Phase phase) {
    boolean takes(Resource resource) {
      return resource.getResourceType() == type
          && (cluster == null || cluster.equals(resource.getCluster()))
          && (job == null || job.equals(resource.getJob()))
          && (phase == null || phase == resource.getPhase());
    }
  }

  /** Those that match, by cluster and job. */
  public synchronized Page<Resource> find(Filter filter, @Nullable String after, int limit) {
    NavigableMap<String, Resource> rest =
        after == null ? resources : resources.tailMap(after, false);
    return Page.of(
        rest.values().stream().filter(filter::takes),
        resource -> ResourceKeys.of(resource.getCluster(), resource.getJob()),
        limit);
  }
}

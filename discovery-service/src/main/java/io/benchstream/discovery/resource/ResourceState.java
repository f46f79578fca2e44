package io.benchstream.discovery.resource;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cluster or job. Events are ordered by their own time, and at the same time by
 * phase ({@link Phases#rank}); of two with the same time and phase the one that stands later in the
 * topic holds. Hence an event that arrives late never undoes a later one: above all, a late RUNNING
 * does not revive what has ended, while a RUNNING of a later time begins a new life.
 */
public sealed interface ResourceState {
  /** The state that the resource is in; null where nothing is known of it. */
  static ResourceState of(@Nullable Resource resource) {
    if (resource == null) {
      return new Absent();
    }
    return Phases.ends(resource.getPhase()) ? new Ended(resource) : new Live(resource);
  }

  /** What the event, which is about this resource, does to it. */
  Transition on(LifecycleEvent event);

  /** Nothing is known of it. */
  record Absent() implements ResourceState {
    @Override
    public Transition on(LifecycleEvent event) {
      return new Transition.Applied(
          Resource.newBuilder()
              .setResourceType(event.getResourceType())
              .setCluster(event.getCluster())
              .setJob(event.getJob())
              .setPhase(event.getPhase())
              .setKind(event.getKind())
              .setLabels(Map.copyOf(event.getLabels()))
              .setEndpoints(
                  Phases.ends(event.getPhase()) ? List.of() : List.copyOf(event.getEndpoints()))
              .setAttributes(Map.copyOf(event.getAttributes()))
              .setSince(event.getTime())
              .setLastEventTime(event.getTime())
              .setRecentEvents(List.of(RecentEvents.entry(event)))
              .build());
    }
  }

  /** It is pending, running or suspended. */
  record Live(Resource resource) implements ResourceState {
    @Override
    public Transition on(LifecycleEvent event) {
      return Succession.of(resource, event);
    }

    /**
     * The cluster of this job has ended, and so has the job, unless it was announced anew later.
     *
     * @param phase the phase of the cluster
     * @param time when the cluster ended
     */
    public Transition endWithCluster(Phase phase, Instant time) {
      if (resource.getLastEventTime().isAfter(time)) {
        return new Transition.Stale("the job was announced after the end of its cluster");
      }
      return new Transition.Applied(
          Resource.newBuilder(resource)
              .setPhase(phase)
              .setEndpoints(List.of())
              .setSince(time)
              .setLastEventTime(time)
              .build());
    }
  }

  /** It has completed, failed, been cancelled or deleted. */
  record Ended(Resource resource) implements ResourceState {
    @Override
    public Transition on(LifecycleEvent event) {
      return Succession.of(resource, event);
    }
  }
}

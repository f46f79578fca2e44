package io.benchstream.discovery.resource;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One event after another. */
final class Succession {
  private Succession() {}

  static Transition of(Resource current, LifecycleEvent event) {
    if (RecentEvents.contain(current, event)) {
      return new Transition.Duplicate();
    }
    Instant last = current.getLastEventTime();
    if (event.getTime().isBefore(last)) {
      return new Transition.Stale(
          "its time %s is before the last event's, %s".formatted(event.getTime(), last));
    }
    if (event.getTime().equals(last)
        && Phases.rank(event.getPhase()) < Phases.rank(current.getPhase())) {
      return new Transition.Stale(
          "at the same time, %s, the resource became %s"
              .formatted(event.getTime(), current.getPhase()));
    }
    return new Transition.Applied(next(current, event));
  }

  private static Resource next(Resource current, LifecycleEvent event) {
    Phase phase = event.getPhase();
    Resource.Builder next =
        Resource.newBuilder(current)
            .setPhase(phase)
            .setLastEventTime(event.getTime())
            .setRecentEvents(RecentEvents.with(current, event));
    if (phase != current.getPhase()) {
      next.setSince(event.getTime());
    }
    if (Phases.ends(phase)) {
      // Epilogs and deletions seldom repeat what the resource was.
      return next.setEndpoints(List.of())
          .setLabels(event.getLabels().isEmpty() ? current.getLabels() : event.getLabels())
          .setAttributes(merged(current.getAttributes(), event.getAttributes()))
          .build();
    }
    return next.setKind(event.getKind())
        .setLabels(Map.copyOf(event.getLabels()))
        .setEndpoints(List.copyOf(event.getEndpoints()))
        .setAttributes(merged(Notes.of(current), event.getAttributes()))
        .build();
  }

  private static Map<String, String> merged(Map<String, String> below, Map<String, String> above) {
    Map<String, String> merged = new HashMap<>(below);
    merged.putAll(above);
    return Map.copyOf(merged);
  }
}

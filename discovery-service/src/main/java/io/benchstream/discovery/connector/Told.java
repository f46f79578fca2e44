package io.benchstream.discovery.connector;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.resource.Phases;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was told last of a cluster or job, by whomever.
 *
 * @param time of that event
 * @param own this source has told of it
 * @param byOthers somebody else was the last to
 */
record Told(
    Phase phase,
    String kind,
    Map<String, String> labels,
    List<Endpoint> endpoints,
    Map<String, String> attributes,
    Instant time,
    boolean own,
    boolean byOthers) {

  /** What this source told just now. */
  static Told of(LifecycleEvent event) {
    return new Told(
        event.getPhase(),
        event.getKind(),
        event.getLabels(),
        event.getEndpoints(),
        event.getAttributes(),
        event.getTime(),
        true,
        false);
  }

  /**
   * What stands on the topic.
   *
   * @param source of the events that are our own
   * @param before what was known of it so far
   */
  static Told of(Resource resource, String source, @Nullable Told before) {
    List<Boolean> ours =
        resource.getRecentEvents().stream().map(e -> e.startsWith(source + "\n")).toList();
    Map<String, String> announced = new HashMap<>(resource.getAttributes());
    announced.keySet().removeIf(name -> name.startsWith(EventValidator.RESERVED_ATTRIBUTES));
    return new Told(
        resource.getPhase(),
        resource.getKind(),
        resource.getLabels(),
        resource.getEndpoints(),
        announced,
        resource.getLastEventTime(),
        ours.contains(true) || (before != null && before.own()),
        !ours.isEmpty() && !ours.getFirst());
  }

  boolean ended() {
    return Phases.ends(phase);
  }

  /** True where the source shows something else, which is to be told. */
  boolean isOutdatedBy(Sighting sighting) {
    boolean ends = Phases.ends(sighting.phase());
    if (ended() && ends) {
      // A hook does not know what the end was: it takes a cancelled job for a failed one.
      return byOthers && phase != sighting.phase();
    }
    if (ended()) {
      // An end stands until the source shows a life that began after it. Where the source does not
      // say when lives begin, one that it told itself was gone is back.
      Instant since = sighting.since();
      return since == null ? !byOthers : since.isAfter(time);
    }
    return !own || phase != sighting.phase() || !(ends || isLike(sighting));
  }

  private boolean isLike(Sighting sighting) {
    return kind.equals(sighting.kind())
        && labels.equals(sighting.labels())
        && endpoints.equals(sighting.endpoints())
        && attributes.equals(sighting.attributes());
  }

  /**
   * A sighting of which a part could not be read: it may have had the endpoints of kinds that the
   * rest does not show.
   */
  Sighting withWhatMayStand(Sighting sighting) {
    Set<String> kinds =
        sighting.endpoints().stream().map(Endpoint::getKind).collect(Collectors.toSet());
    List<Endpoint> all = new ArrayList<>(sighting.endpoints());
    if (own && !ended()) {
      endpoints.stream().filter(each -> !kinds.contains(each.getKind())).forEach(all::add);
    }
    boolean same = new HashSet<>(all).equals(new HashSet<>(endpoints));
    return new Sighting(
        sighting.job(),
        sighting.phase(),
        sighting.kind(),
        sighting.labels(),
        same ? endpoints : all,
        sighting.attributes(),
        sighting.since());
  }
}

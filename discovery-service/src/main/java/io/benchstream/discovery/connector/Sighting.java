package io.benchstream.discovery.connector;

import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster or job as its source shows it.
 *
 * @param job id of the job; null for the cluster itself
 * @param phase that it is in
 * @param kind name of its monitor profile
 * @param labels of all its targets
 * @param endpoints what it exposes
 * @param attributes facts for the profile
 * @param since when it reached the phase, by the source's own clock; null where the source does not
 *     say: then it is now
 */
public record Sighting(
    @Nullable String job,
    Phase phase,
    String kind,
    Map<String, String> labels,
    List<Endpoint> endpoints,
    Map<String, String> attributes,
    @Nullable Instant since) {
  public Sighting {
    labels = Map.copyOf(labels);
    endpoints = List.copyOf(endpoints);
    attributes = Map.copyOf(attributes);
  }

  /** A cluster that runs. */
  public static Sighting cluster(
      String kind,
      Map<String, String> labels,
      List<Endpoint> endpoints,
      Map<String, String> attributes) {
    return new Sighting(null, Phase.RUNNING, kind, labels, endpoints, attributes, null);
  }

  /** A job that runs. */
  public static Sighting job(
      String job, String kind, Map<String, String> labels, List<Endpoint> endpoints) {
    return new Sighting(job, Phase.RUNNING, kind, labels, endpoints, Map.of(), null);
  }
}

package io.benchstream.publisher.vmagent;

import io.benchstream.schemas.Target;
import java.util.Collection;
import java.util.List;

/**
 * What a vmagent is configured from.
 *
 * @param targets in any order; those that no vmagent collects are passed over
 * @param clusters Kubernetes clusters whose pods it finds itself
 */
public record Inventory(Collection<Target> targets, Collection<KubernetesCluster> clusters) {
  public Inventory {
    targets = List.copyOf(targets);
    clusters = List.copyOf(clusters);
  }

  /** Targets alone. */
  public static Inventory of(Collection<Target> targets) {
    return new Inventory(targets, List.of());
  }
}

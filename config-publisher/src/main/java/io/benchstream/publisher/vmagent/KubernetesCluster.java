package io.benchstream.publisher.vmagent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster whose own vmagent finds the pods by itself.
 *
 * @param id of the cluster
 * @param podSelector which pods are scraped, as in {@code kubectl get pods -l}; null for those with
 *     the annotation {@code prometheus.io/scrape: "true"}
 * @param namespaces where pods are looked for; none for everywhere
 * @param labels of every series, {@code cluster} beside them
 */
public record KubernetesCluster(
    String id, @Nullable String podSelector, List<String> namespaces, Map<String, String> labels) {
  public KubernetesCluster {
    namespaces = List.copyOf(namespaces);
    labels = Map.copyOf(labels);
  }
}

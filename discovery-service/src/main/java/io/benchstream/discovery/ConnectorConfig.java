package io.benchstream.discovery;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.benchstream.discovery.event.LabelRules;
import io.benchstream.discovery.kubernetes.KubernetesConfig;
import io.benchstream.discovery.prometheus.PrometheusConfig;
import io.benchstream.discovery.prometheus.TargetListConfig;
import io.benchstream.discovery.ray.RayConfig;
import io.benchstream.discovery.slurm.SlurmConfig;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connector: a source and the cluster that all it shows belongs to. All instances have the same
 * connectors; the one that owns the cluster runs its connector.
 *
 * @param name of the connector; the cluster's where it is left out
 * @param cluster at most one connector for each
 * @param labels of everything that it announces
 * @param interval between two reads where nothing calls for one earlier; 30 s where it is left out,
 *     5 s for Slurm
 * @param staleAfter how long the source may be lost before the cluster is marked so; 30 s where it
 *     is left out
 * @param removeAfter how long it may be lost before what it announced is ended; null for ever
 * @param ray Ray's service discovery
 * @param slurm Slurm's REST API
 * @param kubernetes pods and services of Kubernetes
 * @param lists lists of targets, in files or at addresses; the key is {@code static}
 * @param prometheus a configuration file of Prometheus or vmagent
 */
public record ConnectorConfig(
    String name,
    String cluster,
    Map<String, String> labels,
    Duration interval,
    Duration staleAfter,
    @Nullable Duration removeAfter,
    @Nullable RayConfig ray,
    @Nullable SlurmConfig slurm,
    @Nullable KubernetesConfig kubernetes,
    @JsonProperty("static") @Nullable TargetListConfig lists,
    @Nullable PrometheusConfig prometheus) {
  private static final Duration SHORTEST = Duration.ofMillis(200);

  public ConnectorConfig(
      @Nullable String name,
      @Nullable String cluster,
      @Nullable Map<String, String> labels,
      @Nullable Duration interval,
      @Nullable Duration staleAfter,
      @Nullable Duration removeAfter,
      @Nullable RayConfig ray,
      @Nullable SlurmConfig slurm,
      @Nullable KubernetesConfig kubernetes,
      @JsonProperty("static") @Nullable TargetListConfig lists,
      @Nullable PrometheusConfig prometheus) {
    if (cluster == null || !ResourceKeys.isId(cluster)) {
      throw new IllegalArgumentException(
          "cluster: '%s' is not an id of 1 to 253 of [A-Za-z0-9._-]".formatted(cluster));
    }
    if (Stream.of(ray, slurm, kubernetes, lists, prometheus).filter(Objects::nonNull).count()
        != 1) {
      throw new IllegalArgumentException(
          "connector of '%s': give exactly one of ray, slurm, kubernetes, static, prometheus"
              .formatted(cluster));
    }
    this.name = name == null ? cluster : name;
    this.cluster = cluster;
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.interval = interval == null ? Duration.ofSeconds(slurm == null ? 30 : 5) : interval;
    this.staleAfter = staleAfter == null ? Duration.ofSeconds(30) : staleAfter;
    this.removeAfter = removeAfter;
    this.ray = ray;
    this.slurm = slurm;
    this.kubernetes = kubernetes;
    this.lists = lists;
    this.prometheus = prometheus;
    if (!ResourceKeys.isId(this.name)) {
      throw new IllegalArgumentException(
          "name: '%s' is not 1 to 253 of [A-Za-z0-9._-]".formatted(this.name));
    }
    if (this.interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "interval: %d ms is below %d ms"
              .formatted(this.interval.toMillis(), SHORTEST.toMillis()));
    }
    this.labels
        .keySet()
        .forEach(
            label ->
                LabelRules.nameProblem(label)
                    .ifPresent(
                        problem -> {
                          throw new IllegalArgumentException(
                              "labels: '%s' %s".formatted(label, problem));
                        }));
  }

  /** What kind of source it has, in a word. */
  public String type() {
    if (ray != null) {
      return "ray";
    }
    if (slurm != null) {
      return "slurm";
    }
    if (kubernetes != null) {
      return "kubernetes";
    }
    return lists != null ? "static" : "prometheus";
  }
}

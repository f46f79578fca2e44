package io.benchstream.publisher.intake;

import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.publisher.vmagent.KubernetesCluster;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.ResourceKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tables of vmagents with a cluster of their own: while the topic {@code resources} has
 * the cluster as a running one of kind {@code kubernetes}, its pods are looked for. Its attributes
 * {@code pod_selector} and {@code namespaces} (separated by commas) say which.
 */
public final class ClustersIntake implements TopicFollower.Listener<Resource> {
  private static final String KIND = "kubernetes";

  private final Map<String, TargetTable> byKey;

  /**
   * @param tables by the id of the cluster
   */
  public ClustersIntake(Map<String, TargetTable> tables) {
    this.byKey =
        tables.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toUnmodifiableMap(
                    table -> ResourceKeys.cluster(table.getKey()), Map.Entry::getValue));
  }

  @Override
  public void onRecord(
      String key, @Nullable Resource resource, ConsumerRecord<byte[], byte[]> record) {
    TargetTable table = byKey.get(key);
    if (table != null) {
      table.putCluster(key, resource == null ? null : cluster(resource));
    }
  }

  private static @Nullable KubernetesCluster cluster(Resource resource) {
    if (resource.getResourceType() != ResourceType.CLUSTER
        || resource.getPhase() != Phase.RUNNING
        || !resource.getKind().equals(KIND)) {
      return null;
    }
    String selector = resource.getAttributes().getOrDefault("pod_selector", "").strip();
    List<String> namespaces =
        Arrays.stream(resource.getAttributes().getOrDefault("namespaces", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .sorted()
            .toList();
    return new KubernetesCluster(
        resource.getCluster(),
        selector.isEmpty() ? null : selector,
        namespaces,
        resource.getLabels());
  }

  @Override
  public void onCaughtUp() {
    byKey.values().forEach(TargetTable::markComplete);
  }
}

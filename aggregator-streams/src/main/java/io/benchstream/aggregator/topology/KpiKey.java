package io.benchstream.aggregator.topology;

import io.benchstream.schemas.KpiScope;
import java.util.TreeMap;

/** Keys of the topic {@code kpis}. */
public final class KpiKey {
  private KpiKey() {}

  /**
   * {@code <cluster>/<job>/<kpi>}, the job empty for the cluster itself, and after it the labels of
   * the scope by name: {@code c1/j1/ray_tasks{State="RUNNING"}}.
   */
  public static String of(KpiScope scope, String kpi) {
    StringBuilder key = new StringBuilder(scope.getCluster()).append('/');
    key.append(scope.getJob() == null ? "" : scope.getJob()).append('/').append(kpi);
    if (!scope.getLabels().isEmpty()) {
      String separator = "{";
      for (var label : new TreeMap<>(scope.getLabels()).entrySet()) {
        String value = label.getValue().replace("\\", "\\\\").replace("\"", "\\\"");
        key.append(separator).append(label.getKey()).append("=\"").append(value).append('"');
        separator = ",";
      }
      key.append('}');
    }
    return key.toString();
  }
}

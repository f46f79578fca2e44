package io.benchstream.gateway.artifact;

import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.KpiScope;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How values and scopes are named and ordered in the files. */
final class Stats {
  private static final List<String> NAMES = List.of("value", "min", "avg", "max", "last", "mean");

  /** value; min, avg, max, last; mean, and the quantiles by rising number. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt((String stat) -> rank(stat))
          .thenComparingDouble(stat -> KpiValues.quantile(stat).orElse(0))
          .thenComparing(Comparator.naturalOrder());

  private Stats() {}

  private static int rank(String stat) {
    int known = NAMES.indexOf(stat);
    return known >= 0 ? known : NAMES.size();
  }

  /** {@code <cluster>/<job>}; the cluster alone for its own scope. */
  static String scope(KpiScope scope) {
    return scope.getJob() == null ? scope.getCluster() : scope.getCluster() + "/" + scope.getJob();
  }

  /** {@code State=RUNNING,node=a}; empty without labels. */
  static String labels(KpiScope scope) {
    return new TreeMap<>(scope.getLabels())
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}

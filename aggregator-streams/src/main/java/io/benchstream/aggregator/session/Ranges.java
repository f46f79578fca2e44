package io.benchstream.aggregator.session;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What several windows or parts span together. */
final class Ranges {
  private Ranges() {}

  /** The range that holds both; they are of one partition. */
  static OffsetRange both(OffsetRange a, OffsetRange b) {
    return new OffsetRange(
        a.getPartition(), Math.min(a.getFrom(), b.getFrom()), Math.max(a.getTo(), b.getTo()));
  }

  /** The versions of the recipes, each once, divided by commas. */
  static String versions(List<KpiWindow> kpis) {
    TreeSet<String> versions = new TreeSet<>();
    kpis.forEach(kpi -> versions.addAll(Arrays.asList(kpi.getRecipeVersion().split(",", -1))));
    return String.join(",", versions);
  }
}

package io.benchstream.cli.kpis;

import io.benchstream.cli.console.Numbers;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One KPI of one window in words. */
public final class KpiLine {
  /** Order in which people read the values. */
  private static final List<String> ORDER =
      List.of("value", "p50", "p95", "p99", "mean", "min", "avg", "max", "last");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private KpiLine() {}

  /** The window's end in local time, and its length. */
  public static String window(KpiWindow kpi, ZoneId zone) {
    return "%s +%ds"
        .formatted(
            TIME.format(kpi.getWindowStart().atZone(zone)),
            Duration.between(kpi.getWindowStart(), kpi.getWindowEnd()).toSeconds());
  }

  /** Cluster, job and labels. */
  public static String scope(KpiScope scope) {
    StringBuilder text = new StringBuilder(scope.getCluster());
    if (scope.getJob() != null) {
      text.append('/').append(scope.getJob());
    }
    if (!scope.getLabels().isEmpty()) {
      List<String> labels = new ArrayList<>();
      new TreeMap<>(scope.getLabels()).forEach((name, value) -> labels.add(name + "=" + value));
      text.append('{').append(String.join(",", labels)).append('}');
    }
    return text.toString();
  }

  /** The values, in the order in which people read them; a single value without its name. */
  public static String values(Map<String, Double> values) {
    if (values.size() == 1 && values.containsKey("value")) {
      return Numbers.significant(values.get("value"));
    }
    List<String> texts = new ArrayList<>();
    for (String name : ORDER) {
      Double value = values.get(name);
      if (value != null) {
        texts.add(name + " " + Numbers.significant(value));
      }
    }
    return texts.isEmpty() ? "-" : String.join("  ", texts);
  }

  /** Scrapes seen of those expected, what disturbed the window, and whether too little was seen. */
  public static String quality(KpiWindow kpi) {
    KpiQuality quality = kpi.getQuality();
    StringBuilder text =
        new StringBuilder(
            "%d/%d scrapes".formatted(quality.getScrapesSeen(), quality.getScrapesExpected()));
    if (quality.getCounterResets() > 0) {
      text.append(", %d counter resets".formatted(quality.getCounterResets()));
    }
    Coverage coverage = Coverage.of(kpi);
    if (coverage.isLow()) {
      text.append(", ").append(coverage);
    }
    return text.toString();
  }
}

package io.benchstream.relabel.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Prometheus does to every target around relabeling: labels that it adds before, and labels
 * that it adds and drops after. Recorded results hold the difference only.
 */
final class RecordedTarget {
  static final String ADDRESS = "__address__";

  private static final Map<String, String> ADDED =
      Map.of(
          "__metrics_path__", "/metrics",
          "__scheme__", "http",
          "__scrape_interval__", "1m",
          "__scrape_timeout__", "10s",
          "job", "job");

  private RecordedTarget() {}

  /** The labels that the rules see. */
  static Map<String, String> before(Map<String, String> discovered) {
    Map<String, String> labels = new LinkedHashMap<>(discovered);
    ADDED.forEach(labels::putIfAbsent);
    return labels;
  }

  /** What Prometheus makes of the labels that the rules leave. */
  static Map<String, String> after(Map<String, String> relabeled) {
    Map<String, String> labels = new LinkedHashMap<>(relabeled);
    labels.keySet().removeIf(name -> name.startsWith("__meta_"));
    labels.putIfAbsent("instance", labels.getOrDefault(ADDRESS, ""));
    return labels;
  }

  /** A target's labels without those that every target has; a lost one of those is empty. */
  static Map<String, String> difference(Map<String, String> target) {
    Map<String, String> labels = new LinkedHashMap<>(target);
    labels.remove("instance", labels.get(ADDRESS));
    ADDED.forEach(
        (name, value) -> {
          if (!labels.remove(name, value)) {
            labels.putIfAbsent(name, "");
          }
        });
    return labels;
  }
}

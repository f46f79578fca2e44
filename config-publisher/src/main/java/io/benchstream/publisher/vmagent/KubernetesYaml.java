package io.benchstream.publisher.vmagent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The job that finds the pods of a Kubernetes cluster. The annotations that Prometheus' users know
 * say how a pod is scraped: {@code prometheus.io/scrape}, {@code /port}, {@code /path} and {@code
 * /scheme}. Without a selector they also say whether it is; with one, only {@code "false"} counts.
 */
final class KubernetesYaml {
  /** The value of the label {@code job} of the series. */
  static final String JOB = "kubernetes-pods";

  private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9._/=!,() -]+");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final String ANNOTATION = "__meta_kubernetes_pod_annotation_prometheus_io_";

  private KubernetesYaml() {}

  /** Why the job cannot be written, if it cannot. */
  static Optional<String> refusal(KubernetesCluster cluster) {
    String selector = cluster.podSelector();
    if (selector != null && !SELECTOR.matcher(selector).matches()) {
      return Optional.of(
          "pod_selector '%s' is not a label selector such as app=vllm,tier in (a, b)"
              .formatted(selector));
    }
    for (String namespace : cluster.namespaces()) {
      if (!NAMESPACE.matcher(namespace).matches()) {
        return Optional.of("namespaces: '%s' is not the name of one".formatted(namespace));
      }
    }
    return cluster.labels().keySet().stream()
        .filter(name -> !LABEL_NAME.matcher(name).matches() || name.startsWith("__"))
        .findFirst()
        .map(name -> "label name '%s' is not of the form %s".formatted(name, LABEL_NAME.pattern()));
  }

  /** The job without its name. */
  static Map<String, Object> job(KubernetesCluster cluster) {
    Map<String, Object> discovery = new LinkedHashMap<>();
    discovery.put("role", "pod");
    if (!cluster.namespaces().isEmpty()) {
      discovery.put("namespaces", Map.of("names", cluster.namespaces().stream().sorted().toList()));
    }
    if (cluster.podSelector() != null) {
      Map<String, Object> selector = new LinkedHashMap<>();
      selector.put("role", "pod");
      selector.put("label", cluster.podSelector());
      discovery.put("selectors", List.of(selector));
    }
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("kubernetes_sd_configs", List.of(discovery));
    job.put("relabel_configs", rules(cluster));
    return job;
  }

  private static List<Map<String, Object>> rules(KubernetesCluster cluster) {
    List<Map<String, Object>> rules = new ArrayList<>();
    boolean bySelector = cluster.podSelector() != null;
    rules.add(
        rule(bySelector ? "drop" : "keep", ANNOTATION + "scrape", bySelector ? "false" : "true"));
    rules.add(rule("drop", "__meta_kubernetes_pod_phase", "Pending|Succeeded|Failed|Completed"));
    rules.add(rule("drop", "__meta_kubernetes_pod_container_init", "true"));
    rules.add(copy(ANNOTATION + "scheme", "(https?)", "__scheme__"));
    rules.add(copy(ANNOTATION + "path", "(.+)", "__metrics_path__"));
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("source_labels", List.of("__address__", ANNOTATION + "port"));
    port.put("regex", "(\\[.+]|[^:]+)(?::\\d+)?;(\\d+)");
    port.put("target_label", "__address__");
    port.put("replacement", "$1:$2");
    rules.add(port);
    rules.add(copy("__meta_kubernetes_namespace", null, "namespace"));
    rules.add(copy("__meta_kubernetes_pod_name", null, "pod"));
    rules.add(copy("__meta_kubernetes_pod_node_name", null, "node"));
    Map<String, String> labels = new TreeMap<>(cluster.labels());
    labels.put("cluster", cluster.id());
    labels.putIfAbsent("job", JOB);
    labels.forEach(
        (name, value) -> {
          Map<String, Object> label = new LinkedHashMap<>();
          label.put("target_label", name);
          label.put("replacement", value.replace("$", "$$"));
          rules.add(label);
        });
    return rules;
  }

  private static Map<String, Object> rule(String action, String source, String regex) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("source_labels", List.of(source));
    rule.put("regex", regex);
    rule.put("action", action);
    return rule;
  }

  private static Map<String, Object> copy(String source, @Nullable String regex, String target) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("source_labels", List.of(source));
    if (regex != null) {
      rule.put("regex", regex);
    }
    rule.put("target_label", target);
    return rule;
  }
}

package io.benchstream.discovery.prometheus;

import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.ScrapeLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scrape jobs for what is annotated in Kubernetes in the usual way. */
public final class AnnotatedTargets {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  private AnnotatedTargets() {}

  /**
   * One job for each role.
   *
   * @param selector of labels; where it is not empty, the annotation {@code scrape} is not needed
   */
  public static ScrapeFile scrapeFile(
      List<String> roles,
      List<String> namespaces,
      String apiServer,
      String kubeconfig,
      String selector,
      Duration interval) {
    HttpClientConfig http = HttpClientConfig.newBuilder().build();
    List<ScrapeJob> jobs = new ArrayList<>();
    for (String role : roles) {
      jobs.add(
          new ScrapeJob(
              "kubernetes-" + role + "s",
              interval,
              USUAL_TIMEOUT.compareTo(interval) < 0 ? USUAL_TIMEOUT : interval,
              "/metrics",
              "http",
              Map.of(),
              false,
              true,
              ScrapeLimits.newBuilder().build(),
              0,
              RelabelRules.of(rules(role, !selector.isEmpty())),
              List.of(),
              http,
              List.of(
                  new Discovery.Kubernetes(
                      role, namespaces, apiServer, kubeconfig, http, selector, ""))));
    }
    return new ScrapeFile(jobs, List.of(), Set.of());
  }

  private static List<RelabelRule> rules(String role, boolean selected) {
    String meta = "__meta_kubernetes_" + role + "_";
    String annotation = meta + "annotation_prometheus_io_";
    List<RelabelRule> rules = new ArrayList<>();
    if (selected) {
      rules.add(
          RelabelRule.builder(RelabelAction.DROP)
              .sourceLabels(annotation + "scrape")
              .regex("false")
              .build());
    } else {
      rules.add(
          RelabelRule.builder(RelabelAction.KEEP)
              .sourceLabels(annotation + "scrape")
              .regex("true")
              .build());
    }
    rules.add(copy(annotation + "scheme", "(https?)", "__scheme__"));
    rules.add(copy(annotation + "path", "(.+)", "__metrics_path__"));
    if (role.equals("pod")) {
      // Of a pod with several ports the annotated one, and of one without any the annotated one.
      rules.add(
          RelabelRule.builder(RelabelAction.DROP)
              .sourceLabels(meta + "container_init")
              .regex("true")
              .build());
      rules.add(
          RelabelRule.builder(RelabelAction.DROP)
              .sourceLabels(meta + "phase")
              .regex("Pending|Succeeded|Failed|Completed")
              .build());
    }
    rules.add(
        RelabelRule.builder(RelabelAction.REPLACE)
            .sourceLabels("__address__", annotation + "port")
            .regex("(\\[[^\\]]+\\]|[^:]+)(?::\\d+)?;(\\d+)")
            .replacement("$1:$2")
            .targetLabel("__address__")
            .build());
    rules.add(copy("__meta_kubernetes_namespace", "(.+)", "namespace"));
    rules.add(copy(meta + "name", "(.+)", role));
    if (role.equals("pod")) {
      rules.add(copy(meta + "node_name", "(.+)", "node"));
    }
    return rules;
  }

  private static RelabelRule copy(String from, String regex, String to) {
    return RelabelRule.builder(RelabelAction.REPLACE)
        .sourceLabels(from)
        .regex(regex)
        .targetLabel(to)
        .build();
  }
}

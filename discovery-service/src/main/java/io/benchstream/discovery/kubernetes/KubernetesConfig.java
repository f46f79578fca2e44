package io.benchstream.discovery.kubernetes;

import io.benchstream.discovery.prometheus.AnnotatedTargets;
import io.benchstream.discovery.prometheus.ScrapeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pods and services of a Kubernetes cluster are scraped: those with the annotation {@code
 * prometheus.io/scrape: "true"}, or all that a selector chooses. {@code prometheus.io/port}, {@code
 * /path} and {@code /scheme} say the rest.
 *
 * @param apiServer null: the cluster that this runs in, or the usual kubeconfig
 * @param kubeconfig null: the usual one
 * @param namespaces empty for all
 * @param selector of labels; where it is given, pods and services need no annotation
 * @param roles {@code pod}, {@code service} or both; both where it is left out
 * @param scrapeInterval 15 s where it is left out
 */
public record KubernetesConfig(
    @Nullable String apiServer,
    @Nullable Path kubeconfig,
    List<String> namespaces,
    @Nullable String selector,
    List<String> roles,
    Duration scrapeInterval) {
  private static final List<String> ROLES = List.of("pod", "service");

  public KubernetesConfig(
      @Nullable String apiServer,
      @Nullable Path kubeconfig,
      @Nullable List<String> namespaces,
      @Nullable String selector,
      @Nullable List<String> roles,
      @Nullable Duration scrapeInterval) {
    this.apiServer = apiServer;
    this.kubeconfig = kubeconfig;
    this.namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
    this.selector = selector;
    this.roles = roles == null ? ROLES : List.copyOf(roles);
    this.scrapeInterval = scrapeInterval == null ? Duration.ofSeconds(15) : scrapeInterval;
    if (this.roles.isEmpty() || !ROLES.containsAll(this.roles)) {
      throw new IllegalArgumentException("roles: %s is not pod, service or both".formatted(roles));
    }
  }

  /** The scrape jobs that this is. */
  public ScrapeFile scrapeFile() {
    return AnnotatedTargets.scrapeFile(
        roles,
        namespaces,
        apiServer == null ? "" : apiServer,
        kubeconfig == null ? "" : kubeconfig.toString(),
        selector == null ? "" : selector,
        scrapeInterval);
  }
}

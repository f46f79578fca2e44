package io.benchstream.discovery.profile;

import io.benchstream.discovery.event.LabelRules;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRuleReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of endpoint of a profile: how it is scraped and, where {@code hosts} is set, where it
 * is. An endpoint that an event announces with this kind is scraped the same way.
 *
 * @param kind of the endpoints, for example {@code ray-node}
 * @param hosts name of the attribute that lists the hosts, separated by commas; null: the events
 *     announce the endpoints
 * @param port on those hosts
 * @param portAttribute name of an attribute that, where an event has it, replaces the port
 * @param scheme http or https
 * @param path of the metrics page
 * @param labels of every target of the kind
 * @param scrapeInterval null: the profile's
 * @param scrapeTimeout null: the profile's
 * @param honorLabels as in Prometheus
 * @param honorTimestamps as in Prometheus; true where it is left out
 * @param bearerTokenFile holds the token that goes with each request; null for none
 * @param caFile authorities that the endpoints' certificates are checked against; null for the
 *     system's
 * @param insecureSkipVerify true: certificates are not checked
 * @param metricRelabelConfigs as in Prometheus
 */
public record Monitor(
    String kind,
    @Nullable String hosts,
    int port,
    @Nullable String portAttribute,
    String scheme,
    String path,
    Map<String, String> labels,
    @Nullable Duration scrapeInterval,
    @Nullable Duration scrapeTimeout,
    boolean honorLabels,
    @Nullable Boolean honorTimestamps,
    @Nullable String bearerTokenFile,
    @Nullable String caFile,
    boolean insecureSkipVerify,
    List<Map<String, Object>> metricRelabelConfigs) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  public Monitor(
      @Nullable String kind,
      @Nullable String hosts,
      int port,
      @Nullable String portAttribute,
      @Nullable String scheme,
      @Nullable String path,
      @Nullable Map<String, String> labels,
      @Nullable Duration scrapeInterval,
      @Nullable Duration scrapeTimeout,
      boolean honorLabels,
      @Nullable Boolean honorTimestamps,
      @Nullable String bearerTokenFile,
      @Nullable String caFile,
      boolean insecureSkipVerify,
      @Nullable List<Map<String, Object>> metricRelabelConfigs) {
    if (kind == null || !Profile.NAME.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "kind: '%s' is not a kind; use 1 to 63 of [a-z0-9_-]".formatted(kind));
    }
    if (hosts != null && (port < 1 || port > 65_535)) {
      throw new IllegalArgumentException(
          "port: %d is outside 1 to 65535; '%s' has hosts, so it needs one".formatted(port, kind));
    }
    if (hosts == null && (port != 0 || portAttribute != null)) {
      throw new IllegalArgumentException(
          "port: '%s' has no hosts; add hosts, or leave the port to the events".formatted(kind));
    }
    this.kind = kind;
    this.hosts = hosts;
    this.port = port;
    this.portAttribute = portAttribute;
    this.scheme = scheme == null ? "http" : scheme;
    this.path = path == null ? "/metrics" : path;
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.scrapeInterval = scrapeInterval;
    this.scrapeTimeout = scrapeTimeout;
    this.honorLabels = honorLabels;
    this.honorTimestamps = honorTimestamps;
    this.bearerTokenFile = bearerTokenFile;
    this.caFile = caFile;
    this.insecureSkipVerify = insecureSkipVerify;
    this.metricRelabelConfigs =
        metricRelabelConfigs == null ? List.of() : List.copyOf(metricRelabelConfigs);
    try {
      relabeling();
    } catch (RelabelException e) {
      throw new IllegalArgumentException(
          "metric_relabel_configs%s: %s".formatted(e.path(), e.problem()), e);
    }
    if (!SCHEMES.contains(this.scheme)) {
      throw new IllegalArgumentException(
          "scheme: '%s' is neither http nor https".formatted(this.scheme));
    }
    if (!this.path.startsWith("/")) {
      throw new IllegalArgumentException(
          "path: '%s' does not begin with a slash".formatted(this.path));
    }
    this.labels.keySet().forEach(Monitor::checkLabel);
  }

  /** The rules for the scraped series. */
  List<RelabelRule> relabeling() {
    return new RelabelRuleReader(NameValidation.LEGACY).readAll(metricRelabelConfigs);
  }

  private static void checkLabel(String name) {
    if (name.equals(LabelRules.INSTANCE)) {
      throw new IllegalArgumentException("labels.instance: would be the same for all targets");
    }
    LabelRules.nameProblem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("labels: '%s' %s".formatted(name, problem));
            });
  }
}

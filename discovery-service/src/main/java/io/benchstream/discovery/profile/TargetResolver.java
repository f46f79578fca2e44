package io.benchstream.discovery.profile;

import io.benchstream.discovery.event.Addresses;
import io.benchstream.discovery.event.LabelRules;
import io.benchstream.discovery.event.Rejection;
import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.runtime.network.NetworkRules;
import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TlsConfig;
import io.benchstream.schemas.topics.TargetIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Works out the targets of a resource that runs: the endpoints of its last event and those that its
 * profile derives from its attributes, an announced endpoint before a derived one.
 *
 * <p>Labels of a target, later ones winning: the monitor's, the resource's, the endpoint's; then
 * {@code instance} = the address unless the endpoint sets it, {@code cluster}, and {@code job} =
 * the job's id, or for a target of the cluster itself its kind.
 */
public final class TargetResolver {
  private final Profiles profiles;
  private final ScrapeDefaults defaults;
  private final NetworkRules networks;

  /** With the usual network rules. */
  public TargetResolver(Profiles profiles, ScrapeDefaults defaults) {
    this(profiles, defaults, NetworkRules.DEFAULT);
  }

  /**
   * @param networks that addresses may be in; names are resolved, and checked, by who scrapes
   */
  public TargetResolver(Profiles profiles, ScrapeDefaults defaults, NetworkRules networks) {
    this.profiles = profiles;
    this.defaults = defaults;
    this.networks = networks;
  }

  /**
   * The targets of the resource, whatever its phase.
   *
   * @param at when the event happened that they follow from
   */
  public Resolution targets(Resource resource, Instant at) {
    Optional<Profile> found = profiles.get(resource.getKind());
    if (found.isEmpty()) {
      return refused(
          "kind",
          resource.getKind(),
          "is not a monitor profile",
          "use one of %s, or add a profile".formatted(profiles.names()));
    }
    Profile profile = found.get();
    Map<String, Target> targets = new TreeMap<>();
    for (Endpoint endpoint : resource.getEndpoints()) {
      Target target = target(resource, profile, endpoint, at);
      if (targets.put(target.getId(), target) != null) {
        return refused(
            "endpoints", place(target), "is announced twice", "leave one of the two endpoints out");
      }
    }
    for (Monitor monitor : profile.monitors()) {
      Optional<Rejection> problem = derive(resource, profile, monitor, at, targets);
      if (problem.isPresent()) {
        return new Resolution.Refused(problem.get());
      }
    }
    for (Target target : targets.values()) {
      Optional<String> refusal = Addresses.literal(target.getAddress()).flatMap(networks::refusal);
      if (refusal.isPresent()) {
        return new Resolution.Denied(
            new Rejection("endpoints", target.getAddress(), "may not be scraped", refusal.get()));
      }
    }
    return distinct(List.copyOf(targets.values()));
  }

  private Optional<Rejection> derive(
      Resource resource,
      Profile profile,
      Monitor monitor,
      Instant at,
      Map<String, Target> targets) {
    String attribute = monitor.hosts();
    String value = attribute == null ? null : resource.getAttributes().get(attribute);
    if (value == null) {
      return Optional.empty();
    }
    List<String> hosts = List.of();
    Optional<String> problem;
    switch (HostList.hosts(value)) {
      case Hostlist.Expansion.Hosts(List<String> expanded) -> {
        hosts = expanded;
        problem = HostList.problem(hosts);
      }
      case Hostlist.Expansion.Refused(String words) -> problem = Optional.of(words);
    }
    if (problem.isPresent()) {
      return Optional.of(
          new Rejection(
              "attributes." + attribute,
              value,
              "is no list of hosts: " + problem.get(),
              "write names or addresses, separated by commas"));
    }
    String port = Integer.toString(monitor.port());
    if (monitor.portAttribute() != null) {
      port = resource.getAttributes().getOrDefault(monitor.portAttribute(), port);
      if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
        return Optional.of(
            new Rejection(
                "attributes." + monitor.portAttribute(),
                port,
                "is not a port",
                "write a number from 1 to 65535"));
      }
    }
    for (String host : hosts) {
      Endpoint endpoint =
          Endpoint.newBuilder()
              .setKind(monitor.kind())
              .setScheme(monitor.scheme())
              .setAddress(host + ":" + port)
              .setPath(monitor.path())
              .build();
      Target target = target(resource, profile, endpoint, at);
      targets.putIfAbsent(target.getId(), target);
    }
    return Optional.empty();
  }

  private Target target(Resource resource, Profile profile, Endpoint endpoint, Instant at) {
    String kind = endpoint.getKind().isEmpty() ? resource.getKind() : endpoint.getKind();
    Optional<Monitor> monitor = profile.monitor(kind);
    Map<String, String> labels = new HashMap<>();
    monitor.ifPresent(m -> labels.putAll(m.labels()));
    labels.putAll(resource.getLabels());
    labels.putAll(endpoint.getLabels());
    // To Prometheus an empty label is an absent one.
    labels.values().removeIf(String::isEmpty);
    labels.putIfAbsent(LabelRules.INSTANCE, endpoint.getAddress());
    labels.put("cluster", resource.getCluster());
    labels.put("job", resource.getJob() == null ? kind : resource.getJob());
    ScrapeSettings announced = endpoint.getSettings();
    return Target.newBuilder()
        .setId(
            TargetIds.of(
                resource.getCluster(),
                resource.getJob(),
                endpoint.getAddress(),
                endpoint.getPath(),
                endpoint.getParams()))
        .setCluster(resource.getCluster())
        .setJob(resource.getJob())
        .setKind(kind)
        .setScheme(endpoint.getScheme())
        .setAddress(endpoint.getAddress())
        .setPath(endpoint.getPath())
        .setParams(endpoint.getParams())
        .setLabels(Map.copyOf(labels))
        .setSettings(announced == null ? settings(profile, monitor) : announced)
        .setChangedAt(at)
        .build();
  }

  private ScrapeSettings settings(Profile profile, Optional<Monitor> monitor) {
    ScrapeDefaults chosen = defaults.with(profile.scrapeInterval(), profile.scrapeTimeout());
    if (monitor.isPresent()) {
      chosen = chosen.with(monitor.get().scrapeInterval(), monitor.get().scrapeTimeout());
    }
    return ScrapeSettings.newBuilder()
        .setScrapeIntervalMs(chosen.scrapeInterval().toMillis())
        .setScrapeTimeoutMs(chosen.scrapeTimeout().toMillis())
        .setHonorLabels(monitor.map(Monitor::honorLabels).orElse(false))
        .setHonorTimestamps(monitor.map(Monitor::honorTimestamps).orElse(true))
        .setLimits(ScrapeLimits.newBuilder().build())
        .setMetricRelabelConfigs(
            monitor
                .map(m -> m.relabeling().stream().map(RelabelRecords::of).toList())
                .orElse(List.of()))
        .setHttp(monitor.map(TargetResolver::http).orElse(HttpClientConfig.newBuilder().build()))
        .setCollector(chosen.collector())
        .build();
  }

  private static HttpClientConfig http(Monitor monitor) {
    HttpClientConfig.Builder http = HttpClientConfig.newBuilder();
    if (monitor.bearerTokenFile() != null) {
      http.setAuthorization(
          Authorization.newBuilder()
              .setCredentials(SecretRef.newBuilder().setFile(monitor.bearerTokenFile()).build())
              .build());
    }
    if (monitor.caFile() != null || monitor.insecureSkipVerify()) {
      http.setTlsConfig(
          TlsConfig.newBuilder()
              .setCaFile(monitor.caFile())
              .setInsecureSkipVerify(monitor.insecureSkipVerify())
              .build());
    }
    return http.build();
  }

  private static Resolution distinct(List<Target> targets) {
    Map<Map<String, String>, Target> byLabels = new HashMap<>();
    List<Target> checked = new ArrayList<>(targets.size());
    for (Target target : targets) {
      Target other = byLabels.put(target.getLabels(), target);
      if (other != null) {
        return refused(
            "endpoints",
            place(other) + " and " + place(target),
            "have the same labels, so that their series cannot be told apart",
            "give one of them a label of its own, for example metrics_path");
      }
      checked.add(target);
    }
    return new Resolution.Targets(List.copyOf(checked));
  }

  private static String place(Target target) {
    return target.getAddress() + target.getPath();
  }

  private static Resolution refused(String field, String value, String problem, String remedy) {
    return new Resolution.Refused(new Rejection(field, value, problem, remedy));
  }
}

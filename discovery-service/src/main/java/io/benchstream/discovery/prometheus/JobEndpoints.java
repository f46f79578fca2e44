package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.event.EndpointCheck;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.topics.TargetIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Groups the targets of scrape jobs into jobs of a cluster, by the label {@code job} that they end
 * up with, so that the label says what it says in Prometheus. Characters that an id may not hold
 * become {@code -}; the label {@code prometheus_job} then has the name as it was. Not thread-safe.
 */
final class JobEndpoints {
  /** A job with more is announced in parts, for an event must fit into a record. */
  static final int MOST_IN_PART = 1_000;

  /** Half of what an event may have, for what else stands in it. */
  private static final int MOST_BYTES_IN_PART = 256 * 1024;

  private static final int MOST_PARTS = 1 << 12;

  private static final String OWN_CLUSTER = "cluster";
  private static final int LONGEST_ID = 200;

  private final String cluster;
  private final Map<String, Map<String, Endpoint>> jobs = new TreeMap<>();
  private final Map<String, Set<Map<String, String>>> labelSets = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  JobEndpoints(String cluster) {
    this.cluster = cluster;
  }

  /** Adds a target that is to be scraped. */
  void add(ScrapeJob job, PopulatedTarget target) {
    LabelSet labels = target.labels();
    String named = labels.get(TargetLabels.JOB);
    String id = id(named.isEmpty() ? job.name() : named);
    Map<String, String> own = labels(labels, named, id);
    Map<String, List<String>> params = params(job, labels);
    String path = labels.get(TargetLabels.PATH);
    path = path.startsWith("/") ? path : "/" + path;
    String address = labels.get(TargetGroups.ADDRESS);
    Set<Map<String, String>> others = labelSets.computeIfAbsent(id, key -> new HashSet<>());
    Map<String, Endpoint> endpoints = jobs.computeIfAbsent(id, key -> new TreeMap<>());
    String key = TargetIds.of(cluster, id, address, path, params);
    if (endpoints.containsKey(key)) {
      problem(job, address, "stands twice with the same path and parameters");
      return;
    }
    if (!others.add(Map.copyOf(own))) {
      own.put("metrics_path", path);
      if (!others.add(Map.copyOf(own))) {
        problem(job, address, "has the labels of another target");
        return;
      }
    }
    Endpoint endpoint =
        Endpoint.newBuilder()
            .setKind(kind(job.name()))
            .setScheme(
                labels.get(TargetLabels.SCHEME).isEmpty()
                    ? "http"
                    : labels.get(TargetLabels.SCHEME))
            .setAddress(address)
            .setPath(path)
            .setParams(params)
            .setLabels(Map.copyOf(own))
            .setSettings(settings(job, labels))
            .build();
    Optional<String> wrong = EndpointCheck.problem(endpoint);
    if (wrong.isPresent()) {
      problem(job, address, wrong.get());
    } else {
      endpoints.put(key, endpoint);
    }
  }

  private void problem(ScrapeJob job, String address, String what) {
    problems.add("job '%s': target %s is left out: %s".formatted(job.name(), address, what));
  }

  List<String> problems() {
    return problems;
  }

  /** The jobs, with their endpoints in an order that stays. */
  List<Sighting> sightings(String kind, Map<String, String> labels) {
    List<Sighting> sightings = new ArrayList<>();
    jobs.forEach(
        (id, byKey) -> {
          List<List<Endpoint>> parts = parts(byKey);
          for (int part = 0; part < parts.size(); part++) {
            List<Endpoint> endpoints = parts.get(part);
            endpoints.sort(
                Comparator.comparing(Endpoint::getAddress).thenComparing(Endpoint::getPath));
            if (!endpoints.isEmpty()) {
              sightings.add(
                  Sighting.job(part == 0 ? id : id + "." + part, kind, labels, endpoints));
            }
          }
        });
    return sightings;
  }

  /** By bits of the target's id, so that a target stays in its part while others come and go. */
  private static List<List<Endpoint>> parts(Map<String, Endpoint> byKey) {
    Map<String, Integer> sizes = new HashMap<>();
    byKey.forEach((key, endpoint) -> sizes.put(key, size(endpoint)));
    int parts = 1;
    while (parts < MOST_PARTS && !fit(sizes, parts)) {
      parts *= 2;
    }
    List<List<Endpoint>> split = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      split.add(new ArrayList<>());
    }
    int mask = parts - 1;
    byKey.forEach((key, endpoint) -> split.get(bits(key) & mask).add(endpoint));
    return split;
  }

  private static boolean fit(Map<String, Integer> sizes, int parts) {
    if (sizes.size() > (long) parts * MOST_IN_PART) {
      return false;
    }
    int[] bytes = new int[parts];
    int mask = parts - 1;
    for (Map.Entry<String, Integer> size : sizes.entrySet()) {
      int part = bits(size.getKey()) & mask;
      bytes[part] += size.getValue();
      if (bytes[part] > MOST_BYTES_IN_PART) {
        return false;
      }
    }
    return true;
  }

  private static int bits(String key) {
    return Integer.parseInt(key.substring(0, 4), 16);
  }

  private static int size(Endpoint endpoint) {
    try {
      return Endpoint.getEncoder().encode(endpoint).remaining();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it goes to memory
    }
  }

  private static String id(String name) {
    String id = name.replaceAll("[^A-Za-z0-9._-]", "-");
    id = id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
    return id.equals(".") || id.equals("..") ? "job" + id : id;
  }

  private static String kind(String name) {
    String kind =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-").replaceAll("^[_-]+", "");
    return kind.isEmpty() ? "static" : kind.substring(0, Math.min(kind.length(), 63));
  }

  private static Map<String, String> labels(LabelSet all, String named, String id) {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      String name = all.name(i);
      if (name.equals(OWN_CLUSTER)) {
        labels.put("exported_cluster", all.value(i));
      } else if (!name.startsWith("__") && !name.equals(TargetLabels.JOB)) {
        labels.put(name, all.value(i));
      }
    }
    if (!named.equals(id) && !named.isEmpty()) {
      labels.put("prometheus_job", named);
    }
    return labels;
  }

  private static Map<String, List<String>> params(ScrapeJob job, LabelSet labels) {
    Map<String, List<String>> params = new HashMap<>(job.params());
    for (int i = 0; i < labels.size(); i++) {
      if (labels.name(i).startsWith(TargetLabels.PARAM)) {
        String name = labels.name(i).substring(TargetLabels.PARAM.length());
        List<String> values = new ArrayList<>(params.getOrDefault(name, List.of("")));
        values.set(0, labels.value(i));
        params.put(name, List.copyOf(values));
      }
    }
    return Map.copyOf(params);
  }

  private static ScrapeSettings settings(ScrapeJob job, LabelSet labels) {
    return ScrapeSettings.newBuilder()
        .setScrapeIntervalMs(DurationText.parse(labels.get(TargetLabels.INTERVAL)).toMillis())
        .setScrapeTimeoutMs(DurationText.parse(labels.get(TargetLabels.TIMEOUT)).toMillis())
        .setHonorLabels(job.honorLabels())
        .setHonorTimestamps(job.honorTimestamps())
        .setLimits(job.limits())
        .setMetricRelabelConfigs(job.metricRelabeling())
        .setHttp(job.http())
        .build();
  }
}

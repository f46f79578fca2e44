package io.benchstream.publisher.kubernetes;

import io.benchstream.publisher.rollout.ConfigSink;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration as ConfigMaps: {@code <name>} holds the main file, {@code <name>-jobs-0} and so
 * on the job files. A pod mounts all of them into one directory by a projected volume; the number
 * of job maps is therefore fixed. Written by server-side apply; a map that holds the right files is
 * not touched.
 *
 * <p>Job files are there before the main file names them and stay until it no longer does, so that
 * a pod that sees some of the maps change before others still sees a whole configuration. Not
 * thread-safe.
 */
public final class ConfigMapSink implements ConfigSink {
  /** A ConfigMap holds 1 MiB; what is left is for its metadata, which apply keeps for each key. */
  private static final int LIMIT = 900_000;

  private static final String FIELD_MANAGER = "benchstream-config-publisher";
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", FIELD_MANAGER);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final int jobMaps;
  private final int limit;

  /** Files of each map as the API server has them. */
  private final Map<String, SortedMap<String, String>> applied = new HashMap<>();

  /**
   * @param client stays its owner's
   * @param jobMaps number of maps for the job files
   */
  public ConfigMapSink(KubernetesClient client, String namespace, String name, int jobMaps) {
    this(client, namespace, name, jobMaps, LIMIT);
  }

  ConfigMapSink(KubernetesClient client, String namespace, String name, int jobMaps, int limit) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.jobMaps = jobMaps;
    this.limit = limit;
  }

  @Override
  public boolean write(ScrapeConfig config) throws IOException {
    List<SortedMap<String, String>> jobs = ConfigMapSplit.split(config.jobs(), jobMaps, limit);
    boolean changed = false;
    try {
      for (int i = 0; i < jobMaps; i++) {
        changed |= apply(jobMap(i), withFormer(jobMap(i), jobs.get(i)));
      }
      SortedMap<String, String> main = new TreeMap<>();
      main.put(ScrapeConfig.MAIN_FILE, config.main());
      changed |= apply(name, main);
      for (int i = 0; i < jobMaps; i++) {
        changed |= apply(jobMap(i), jobs.get(i));
      }
      return changed;
    } catch (KubernetesClientException e) {
      // What was applied and what was not is found out anew.
      applied.clear();
      throw new IOException("ConfigMap %s/%s: %s".formatted(namespace, name, e.getMessage()), e);
    }
  }

  @Override
  public SortedMap<String, String> held() throws IOException {
    try {
      String names = current(name).getOrDefault(ScrapeConfig.MAIN_FILE, "");
      SortedMap<String, String> held = new TreeMap<>();
      for (int i = 0; i < jobMaps; i++) {
        held.putAll(current(jobMap(i)));
      }
      held.keySet().removeIf(path -> !names.contains(path));
      return held;
    } catch (KubernetesClientException e) {
      throw new IOException("ConfigMap %s/%s: %s".formatted(namespace, name, e.getMessage()), e);
    }
  }

  private String jobMap(int number) {
    return name + "-jobs-" + number;
  }

  /** The files with those that the main file may still name, where there is room for them. */
  private SortedMap<String, String> withFormer(String map, SortedMap<String, String> files) {
    SortedMap<String, String> all = new TreeMap<>(current(map));
    all.putAll(files);
    return ConfigMapSplit.size(all) <= limit ? all : files;
  }

  private boolean apply(String map, SortedMap<String, String> files) {
    if (files.equals(current(map)) && applied.containsKey(map)) {
      return false;
    }
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(map)
            .withLabels(LABELS)
            .endMetadata()
            .withData(files)
            .build();
    client
        .configMaps()
        .inNamespace(namespace)
        .resource(wanted)
        .fieldManager(FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
    applied.put(map, new TreeMap<>(files));
    return true;
  }

  private SortedMap<String, String> current(String map) {
    SortedMap<String, String> known = applied.get(map);
    if (known != null) {
      return known;
    }
    ConfigMap found = client.configMaps().inNamespace(namespace).withName(map).get();
    if (found == null) {
      return new TreeMap<>();
    }
    SortedMap<String, String> files =
        new TreeMap<>(found.getData() == null ? Map.of() : found.getData());
    applied.put(map, files);
    return files;
  }
}

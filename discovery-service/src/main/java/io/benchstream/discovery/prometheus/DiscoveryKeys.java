package io.benchstream.discovery.prometheus;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the ways in which a scrape job finds its targets. */
final class DiscoveryKeys {
  static final Set<String> KNOWN =
      Set.of("static_configs", "file_sd_configs", "http_sd_configs", "kubernetes_sd_configs");

  /** Prometheus' rule: a {@code *} in the last name only, and one of its three endings. */
  private static final Pattern FILES =
      Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  private static final Set<String> ROLES = Set.of("node", "pod", "service", "endpoints");

  private final Path directory;
  private final HttpKeys httpKeys;
  private final boolean withKubernetes;

  DiscoveryKeys(Path directory, boolean withKubernetes) {
    this.directory = directory;
    this.httpKeys = new HttpKeys(directory);
    this.withKubernetes = withKubernetes;
  }

  private interface Part {
    Discovery read(@Nullable Object value) throws ScrapeConfigException;
  }

  List<Discovery> read(Keys keys) throws ScrapeConfigException {
    List<Discovery> discoveries = new ArrayList<>();
    each(keys, "static_configs", this::staticTargets, discoveries);
    each(keys, "file_sd_configs", this::files, discoveries);
    each(keys, "http_sd_configs", this::http, discoveries);
    each(keys, "kubernetes_sd_configs", this::kubernetes, discoveries);
    return discoveries;
  }

  private static void each(Keys keys, String key, Part part, List<Discovery> into)
      throws ScrapeConfigException {
    List<@Nullable Object> items = keys.list(key);
    for (int i = 0; i < items.size(); i++) {
      try {
        into.add(part.read(items.get(i)));
      } catch (ScrapeConfigException e) {
        throw e.within("%s[%d]".formatted(key, i));
      }
    }
  }

  private Discovery staticTargets(@Nullable Object value) throws ScrapeConfigException {
    return new Discovery.Static(TargetGroups.group(value, Map.of()));
  }

  private Discovery files(@Nullable Object value) throws ScrapeConfigException {
    Keys keys = Keys.of(value);
    keys.only(Set.of("files", "refresh_interval"));
    List<String> patterns = new ArrayList<>();
    for (String pattern : keys.texts("files")) {
      if (!FILES.matcher(pattern).matches()) {
        throw new ScrapeConfigException(
            "files", "'%s' does not end in .json, .yml or .yaml".formatted(pattern));
      }
      patterns.add(directory.resolve(pattern).normalize().toString());
    }
    if (patterns.isEmpty()) {
      throw new ScrapeConfigException("files", "is empty; name at least one file");
    }
    return new Discovery.Files(patterns);
  }

  private Discovery http(@Nullable Object value) throws ScrapeConfigException {
    Keys keys = Keys.of(value);
    Set<String> known = new HashSet<>(HttpKeys.KNOWN);
    known.addAll(Set.of("url", "refresh_interval"));
    keys.only(known);
    Duration refresh = keys.duration("refresh_interval");
    return new Discovery.Http(
        url(keys.text("url", "")),
        httpKeys.read(keys),
        refresh == null ? Duration.ofMinutes(1) : refresh);
  }

  private static URI url(String text) throws ScrapeConfigException {
    try {
      URI url = new URI(text);
      if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new ScrapeConfigException("url", "'%s' is no http or https address".formatted(text));
  }

  private Discovery kubernetes(@Nullable Object value) throws ScrapeConfigException {
    if (!withKubernetes) {
      throw new ScrapeConfigException("", "needs a Kubernetes client, which this command has not");
    }
    Keys keys = Keys.of(value);
    Set<String> known = new HashSet<>(HttpKeys.KNOWN);
    known.addAll(
        Set.of(
            "role", "api_server", "kubeconfig_file", "namespaces", "selectors", "attach_metadata"));
    keys.only(known);
    String role = keys.text("role", "");
    if (!ROLES.contains(role)) {
      throw new ScrapeConfigException(
          "role", "'%s' is not one of %s".formatted(role, String.join(", ", ROLES)));
    }
    List<String> namespaces = new ArrayList<>();
    if (keys.has("namespaces")) {
      Keys inner = Keys.of(keys.raw("namespaces"));
      inner.only(Set.of("names", "own_namespace"));
      namespaces.addAll(inner.texts("names"));
      if (inner.flag("own_namespace", false)) {
        throw new ScrapeConfigException(
            "namespaces.own_namespace", "is not supported here; name the namespace");
      }
    }
    String labelSelector = "";
    String fieldSelector = "";
    for (Object item : keys.list("selectors")) {
      Keys selector = Keys.of(item);
      selector.only(Set.of("role", "label", "field"));
      if (selector.text("role", "").equals(role)) {
        labelSelector = selector.text("label", "");
        fieldSelector = selector.text("field", "");
      }
    }
    return new Discovery.Kubernetes(
        role,
        namespaces,
        keys.text("api_server", ""),
        keys.has("kubeconfig_file")
            ? directory.resolve(keys.text("kubeconfig_file", "")).normalize().toString()
            : "",
        httpKeys.read(keys),
        labelSelector,
        fieldSelector);
  }
}

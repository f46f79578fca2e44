package io.benchstream.publisher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A vmagent that is configured, in a directory or in ConfigMaps.
 *
 * @param directory where its configuration is written; vmagent is started with {@code
 *     -promscrape.config=<directory>/prometheus.yml}
 * @param configMap where its configuration is written instead
 * @param cluster the cluster that the vmagent is for: it gets the targets of that cluster alone,
 *     and finds the pods of a Kubernetes cluster by itself; null for the vmagent of all others
 * @param url its address, to reload it and to ask whether it did; null where it looks for changes
 *     by itself ({@code -promscrape.configCheckInterval})
 * @param batchInterval how long changes gather; default 200 ms, at most 500 ms
 * @param confirmTimeout how long a reload may take; default 5 s, for ConfigMaps 3 minutes, since a
 *     kubelet passes on their changes once a minute or so
 */
public record VmagentConfig(
    @Nullable Path directory,
    @Nullable ConfigMapConfig configMap,
    @Nullable String cluster,
    @Nullable URI url,
    Duration batchInterval,
    Duration confirmTimeout) {
  private static final Duration LONGEST_BATCH = Duration.ofMillis(500);

  public VmagentConfig(
      @Nullable Path directory,
      @Nullable ConfigMapConfig configMap,
      @Nullable String cluster,
      @Nullable URI url,
      @Nullable Duration batchInterval,
      @Nullable Duration confirmTimeout) {
    if ((directory == null) == (configMap == null)) {
      throw new IllegalArgumentException(
          "set one of directory, which vmagent can read, and config_map");
    }
    if (cluster != null && cluster.isEmpty()) {
      throw new IllegalArgumentException("cluster is empty; give the id of one or leave it out");
    }
    if (url != null && url.getHost() == null) {
      throw new IllegalArgumentException(
          "url: '%s' is not vmagent's address, for example http://127.0.0.1:8429".formatted(url));
    }
    this.directory = directory;
    this.configMap = configMap;
    this.cluster = cluster;
    this.url = url;
    this.batchInterval = batchInterval == null ? Duration.ofMillis(200) : batchInterval;
    if (this.batchInterval.isNegative() || this.batchInterval.compareTo(LONGEST_BATCH) > 0) {
      throw new IllegalArgumentException(
          "batch_interval: %s is outside 0 to 500ms".formatted(this.batchInterval));
    }
    Duration standard = configMap == null ? Duration.ofSeconds(5) : Duration.ofMinutes(3);
    this.confirmTimeout = confirmTimeout == null ? standard : confirmTimeout;
    if (this.confirmTimeout.isNegative() || this.confirmTimeout.isZero()) {
      throw new IllegalArgumentException(
          "confirm_timeout: %s is not above zero".formatted(this.confirmTimeout));
    }
  }

  /** A vmagent of all clusters that reads a directory. */
  public VmagentConfig(
      @Nullable Path directory,
      @Nullable URI url,
      @Nullable Duration batchInterval,
      @Nullable Duration confirmTimeout) {
    this(directory, null, null, url, batchInterval, confirmTimeout);
  }
}

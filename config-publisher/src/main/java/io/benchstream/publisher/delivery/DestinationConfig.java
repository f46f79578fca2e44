package io.benchstream.publisher.delivery;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRuleReader;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SelectorException;
import io.benchstream.relabel.selector.SeriesSelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store that samples and KPIs are written to.
 *
 * @param name unique; part of the consumer group, so that a renamed destination starts anew
 * @param url of its remote write endpoint
 * @param protocol default {@code victoriametrics}, which finds out by itself where it is not spoken
 * @param samples whether it gets the scraped samples; default true
 * @param kpis which KPI windows it gets; default {@code final}
 * @param match series selectors; a series is written where one of them, or none at all, selects it
 * @param externalLabels added to every series that has none of the name
 * @param writeRelabelConfigs relabeling rules, applied after {@code match} and the external labels
 * @param http authentication, headers, TLS
 * @param batchBytes a request is sent when it has grown to this size before compression; default 4
 *     MiB, 1 KiB to 16 MiB
 * @param batchInterval or when it has waited for so long; default 200 ms
 * @param timeout of a request; default 30 s
 * @param minBackoff first pause after a failure; default 1 s
 * @param maxBackoff longest pause; default 60 s
 * @param replay how much is sent again to a store that is back after its connection was lost: one
 *     that was killed loses what it took in its last seconds; 0 for nothing, default 30 s
 * @param parallelism threads, which share the partitions; default 1, at most 64
 * @param labelCacheBytes encoded labels to keep, for each thread; default 256 MiB
 */
public record DestinationConfig(
    String name,
    URI url,
    Protocol protocol,
    Boolean samples,
    KpiChoice kpis,
    List<String> match,
    Map<String, String> externalLabels,
    List<Object> writeRelabelConfigs,
    HttpSettings http,
    long batchBytes,
    Duration batchInterval,
    Duration timeout,
    Duration minBackoff,
    Duration maxBackoff,
    Duration replay,
    int parallelism,
    long labelCacheBytes) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");
  private static final long DEFAULT_BATCH_BYTES = 4 << 20;
  private static final long SMALLEST_BATCH_BYTES = 1 << 10;
  private static final long LARGEST_BATCH_BYTES = 16 << 20;
  private static final long DEFAULT_LABEL_CACHE_BYTES = 256 << 20;
  private static final int MOST_THREADS = 64;
  private static final Duration LONGEST_REPLAY = Duration.ofHours(1);

  public DestinationConfig(
      @Nullable String name,
      @Nullable URI url,
      @Nullable Protocol protocol,
      @Nullable Boolean samples,
      @Nullable KpiChoice kpis,
      @Nullable List<String> match,
      @Nullable Map<String, String> externalLabels,
      @Nullable List<Object> writeRelabelConfigs,
      @Nullable HttpSettings http,
      long batchBytes,
      @Nullable Duration batchInterval,
      @Nullable Duration timeout,
      @Nullable Duration minBackoff,
      @Nullable Duration maxBackoff,
      @Nullable Duration replay,
      int parallelism,
      long labelCacheBytes) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '%s' is not 1 to 100 of [a-zA-Z0-9._-]".formatted(name));
    }
    if (url == null || url.getHost() == null || !isHttp(url)) {
      throw new IllegalArgumentException(
          "url: '%s' is not http(s)://host...; for VictoriaMetrics it ends with /api/v1/write"
              .formatted(url == null ? "" : url));
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "url holds credentials; set basic_auth or authorization with a file");
    }
    this.name = name;
    this.url = url;
    this.protocol = orElse(protocol, Protocol.VICTORIAMETRICS);
    this.samples = orElse(samples, true);
    this.kpis = orElse(kpis, KpiChoice.FINAL);
    this.match = match == null ? List.of() : List.copyOf(match);
    this.writeRelabelConfigs =
        writeRelabelConfigs == null
            ? List.of()
            : Collections.unmodifiableList(new ArrayList<>(writeRelabelConfigs));
    check(this.match, this.writeRelabelConfigs);
    this.externalLabels = externalLabels == null ? Map.of() : Map.copyOf(externalLabels);
    this.http = orElse(http, HttpSettings.none());
    this.batchBytes =
        within(
            "batch_bytes",
            batchBytes,
            DEFAULT_BATCH_BYTES,
            SMALLEST_BATCH_BYTES,
            LARGEST_BATCH_BYTES);
    this.batchInterval = positive("batch_interval", batchInterval, Duration.ofMillis(200));
    this.timeout = positive("timeout", timeout, Duration.ofSeconds(30));
    this.minBackoff = positive("min_backoff", minBackoff, Duration.ofSeconds(1));
    this.maxBackoff = positive("max_backoff", maxBackoff, Duration.ofSeconds(60));
    if (this.maxBackoff.compareTo(this.minBackoff) < 0) {
      throw new IllegalArgumentException(
          "max_backoff %s is below min_backoff %s".formatted(this.maxBackoff, this.minBackoff));
    }
    this.replay = orElse(replay, Duration.ofSeconds(30));
    if (this.replay.isNegative() || this.replay.compareTo(LONGEST_REPLAY) > 0) {
      throw new IllegalArgumentException("replay: %s is outside 0s to 1h".formatted(this.replay));
    }
    this.parallelism = (int) within("parallelism", parallelism, 1, 1, MOST_THREADS);
    this.labelCacheBytes =
        within("label_cache_bytes", labelCacheBytes, DEFAULT_LABEL_CACHE_BYTES, 1, Long.MAX_VALUE);
  }

  /** A destination with everything else at its default. */
  public static DestinationConfig of(String name, URI url) {
    return new DestinationConfig(
        name, url, null, null, null, null, null, null, null, 0, null, null, null, null, null, 0, 0);
  }

  /** What {@code match} selects; null for everything. */
  public @Nullable SeriesSelector selector() {
    return match.isEmpty()
        ? null
        : SeriesSelector.anyOf(match.stream().map(SeriesSelector::parse).toList());
  }

  /** The relabeling rules, ready to be applied. */
  public RelabelRules writeRules() {
    return RelabelRules.of(
        new RelabelRuleReader(NameValidation.LEGACY).readAll(writeRelabelConfigs));
  }

  private static void check(List<String> match, List<Object> rules) {
    for (int i = 0; i < match.size(); i++) {
      try {
        SeriesSelector.parse(match.get(i));
      } catch (SelectorException e) {
        throw new IllegalArgumentException("match[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    try {
      new RelabelRuleReader(NameValidation.LEGACY).readAll(rules);
    } catch (RelabelException e) {
      throw new IllegalArgumentException("write_relabel_configs" + e.getMessage(), e);
    }
  }

  private static boolean isHttp(URI url) {
    return "http".equals(url.getScheme()) || "https".equals(url.getScheme());
  }

  private static <T> T orElse(@Nullable T value, T defaultValue) {
    return value == null ? defaultValue : value;
  }

  private static Duration positive(String key, @Nullable Duration value, Duration defaultValue) {
    if (value == null) {
      return defaultValue;
    }
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("%s: %s is not above zero".formatted(key, value));
    }
    return value;
  }

  private static long within(String key, long value, long defaultValue, long least, long most) {
    if (value == 0) {
      return defaultValue;
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d is outside %d to %d".formatted(key, value, least, most));
    }
    return value;
  }
}

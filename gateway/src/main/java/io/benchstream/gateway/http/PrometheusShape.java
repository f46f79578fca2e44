package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Targets as Prometheus' own API tells them. See
 * https://prometheus.io/docs/prometheus/latest/querying/api/#targets.
 */
final class PrometheusShape {
  /** What Prometheus writes where a target was never scraped. */
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private PrometheusShape() {}

  static ObjectNode of(TargetCatalogue.Entry entry) {
    Target target = entry.target();
    ScrapeSettings settings = target.getSettings();
    Optional<TargetStatus> status = entry.status();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode discovered = json.putObject("discoveredLabels");
    discovered.put("__address__", target.getAddress());
    discovered.put("__metrics_path__", target.getPath());
    discovered.put("__scheme__", target.getScheme());
    ObjectNode labels = json.putObject("labels");
    new TreeMap<>(target.getLabels()).forEach(labels::put);
    json.put("scrapePool", pool(target));
    json.put("scrapeUrl", url(target));
    json.put("globalUrl", url(target));
    json.put("lastError", status.map(TargetStatus::getLastError).orElse(""));
    json.put("lastScrape", status.map(TargetStatus::getLastScrape).orElse(NEVER).toString());
    json.put(
        "lastScrapeDuration", status.map(TargetStatus::getLastScrapeDurationSeconds).orElse(0.0));
    json.put(
        "health", status.map(s -> s.getHealth().name().toLowerCase(Locale.ROOT)).orElse("unknown"));
    json.put("scrapeInterval", text(settings.getScrapeIntervalMs()));
    json.put("scrapeTimeout", text(settings.getScrapeTimeoutMs()));
    return json;
  }

  private static String pool(Target target) {
    return target.getJob() == null
        ? target.getCluster() + "/" + target.getKind()
        : target.getCluster() + "/" + target.getJob();
  }

  private static String url(Target target) {
    String query =
        new TreeMap<>(target.getParams())
            .entrySet().stream()
                .flatMap(
                    param ->
                        param.getValue().stream()
                            .map(value -> encoded(param.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    return target.getScheme()
        + "://"
        + target.getAddress()
        + target.getPath()
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(long millis) {
    return DurationText.format(Duration.ofMillis(millis));
  }
}

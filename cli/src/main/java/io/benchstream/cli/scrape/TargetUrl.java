package io.benchstream.cli.scrape;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.Target;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A target record as discovery would write it for a URL. */
final class TargetUrl {
  private TargetUrl() {}

  /**
   * The target of a URL; without a path it is {@code /metrics}, without a scheme http.
   *
   * @throws CommandFailure where it is no URL of http or https
   */
  static Target target(String url, Duration timeout, Map<String, String> labels) {
    URI uri = uri(url.contains("://") ? url : "http://" + url);
    String scheme = String.valueOf(uri.getScheme());
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw CommandFailure.usage(
          "'%s' is not a URL such as http://host:9100/metrics".formatted(url), null);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
    String path = uri.getRawPath().isEmpty() ? bare ? "/metrics" : "/" : uri.getRawPath();
    String address = uri.getHost() + ":" + port;
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "scrape")
            .put("cluster", "scrape")
            .put("kind", "scrape")
            .put("scheme", scheme)
            .put("address", address)
            .put("path", uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
            .put("changedAt", 0);
    ObjectNode targetLabels = json.putObject("labels").put("instance", address);
    labels.forEach(targetLabels::put);
    json.putObject("settings")
        .put("scrape_interval_ms", timeout.toMillis())
        .put("scrape_timeout_ms", timeout.toMillis());
    return new AvroJsonReader().read(json, Target.class);
  }

  private static URI uri(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("'%s' is not a URL: %s".formatted(url, e.getMessage()), e);
    }
  }
}

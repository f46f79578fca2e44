package io.benchstream.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SessionTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the registration of a target; the form of it has been checked by the contract's schema. */
final class Registration {
  /**
   * Tells the endpoints of several scrape configurations of one job apart, also on their series.
   */
  static final String NAME_LABEL = "scrape_job";

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final String CONFIG = "scrape_config";

  private Registration() {}

  /**
   * The target.
   *
   * @throws ProblemException names the field that does not fit
   */
  static SessionTarget read(String sessionId, JsonNode body) {
    String job = body.path("job_id").asText();
    String kind = body.path("target_type").asText("static");
    JsonNode config = body.path(CONFIG);
    if (config.isMissingNode() && !body.has("cluster")) {
      throw bad(
          CONFIG,
          "scrape_config is missing; give it, or cluster for a job that lifecycle events tell of");
    }
    return SessionTarget.newBuilder()
        .setCluster(body.path("cluster").asText(sessionId))
        .setJob(job)
        .setName(config.path("job_name").asText(kind + "-" + job))
        .setKind(kind)
        .setEndpoints(
            config.isMissingNode()
                ? List.of()
                : endpoints(kind, config, config.path("job_name").asText(kind + "-" + job)))
        .build();
  }

  private static List<Endpoint> endpoints(String kind, JsonNode config, String name) {
    ScrapeSettings settings = settings(config);
    Map<String, String> labels = new HashMap<>();
    labels.put(NAME_LABEL, name);
    config.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    Map<String, List<String>> params = new HashMap<>();
    config
        .path("params")
        .properties()
        .forEach(
            e -> {
              List<String> values = new ArrayList<>();
              e.getValue().forEach(value -> values.add(value.asText()));
              params.put(e.getKey(), values);
            });
    List<Endpoint> endpoints = new ArrayList<>();
    Set<String> addresses = new HashSet<>();
    for (JsonNode target : config.path("targets")) {
      String address = address(target.asText(), endpoints.size());
      if (!addresses.add(address)) {
        throw bad(place(endpoints.size()), "'%s' stands there twice".formatted(address));
      }
      endpoints.add(
          Endpoint.newBuilder()
              .setKind(kind)
              .setScheme(config.path("scheme").asText("http"))
              .setAddress(address)
              .setPath(config.path("metrics_path").asText("/metrics"))
              .setParams(params)
              .setLabels(labels)
              .setSettings(settings)
              .build());
    }
    return endpoints;
  }

  private static String address(String text, int index) {
    int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    if (port > 65_535) {
      throw bad(place(index), "'%s': the port is above 65535".formatted(text));
    }
    return text;
  }

  private static String place(int index) {
    return CONFIG + ".targets[" + index + "]";
  }

  private static ScrapeSettings settings(JsonNode config) {
    Duration interval = duration(config, "scrape_interval", USUAL_INTERVAL);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw bad(
          CONFIG + ".scrape_interval",
          "'%s' is outside 100ms to 1d".formatted(config.path("scrape_interval").asText()));
    }
    Duration usual =
        interval.compareTo(LONGEST_USUAL_TIMEOUT) < 0 ? interval : LONGEST_USUAL_TIMEOUT;
    Duration timeout = duration(config, "scrape_timeout", usual);
    if (timeout.isZero() || timeout.compareTo(interval) > 0) {
      throw bad(
          CONFIG + ".scrape_timeout",
          "'%s' is outside 1ms to the interval, %s"
              .formatted(config.path("scrape_timeout").asText(), DurationText.format(interval)));
    }
    return ScrapeSettings.newBuilder()
        .setScrapeIntervalMs(interval.toMillis())
        .setScrapeTimeoutMs(timeout.toMillis())
        .setHonorLabels(config.path("honor_labels").asBoolean(false))
        .setHonorTimestamps(config.path("honor_timestamps").asBoolean(true))
        .build();
  }

  private static Duration duration(JsonNode config, String name, Duration usual) {
    if (!config.has(name)) {
      return usual;
    }
    try {
      return DurationText.parse(config.path(name).asText());
    } catch (IllegalArgumentException e) {
      throw bad(CONFIG + "." + name, String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException bad(String field, String detail) {
    return new ProblemException(Problem.badRequest(field, detail));
  }
}

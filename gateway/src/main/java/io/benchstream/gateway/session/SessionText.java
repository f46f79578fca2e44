package io.benchstream.gateway.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionTarget;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.TargetIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sessions and their targets as the API tells them. Thread-safe. */
public final class SessionText {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final TargetCatalogue targets;

  public SessionText(TargetCatalogue targets) {
    this.targets = targets;
  }

  public ObjectNode of(Session session) {
    ObjectNode json = NODES.objectNode();
    json.put("session_id", session.getId());
    json.put("state", session.getState().name().toLowerCase(Locale.ROOT));
    json.set("labels", texts(session.getLabels()));
    json.set("selector", texts(session.getSelector()));
    ArrayNode jobs = json.putArray("jobs");
    session.getJobs().forEach(jobs::add);
    ArrayNode registered = json.putArray("targets");
    session.getTargets().forEach(target -> registered.add(of(target)));
    json.put("start_time", session.getStart().toString());
    json.put("end_time", text(session.getEnd()));
    ArrayNode windows = json.putArray("windows");
    for (SessionWindow window : session.getWindows()) {
      windows
          .addObject()
          .put("window_id", window.getId())
          .put("start_time", window.getStart().toString())
          .put("end_time", window.getEnd().toString());
    }
    return json;
  }

  public ObjectNode of(SessionTarget target) {
    ObjectNode json = NODES.objectNode();
    json.put("job_id", target.getJob());
    json.put("cluster", target.getCluster());
    json.put("target_type", target.getKind());
    json.set(
        "scrape_config", target.getEndpoints().isEmpty() ? NODES.nullNode() : scrapeConfig(target));
    ArrayNode health = json.putArray("health");
    for (Endpoint endpoint : target.getEndpoints()) {
      String id =
          TargetIds.of(
              target.getCluster(),
              target.getJob(),
              endpoint.getAddress(),
              endpoint.getPath(),
              endpoint.getParams());
      Optional<TargetStatus> status = targets.status(id);
      health
          .addObject()
          .put("address", endpoint.getAddress())
          .put(
              "health",
              status.map(s -> s.getHealth().name().toLowerCase(Locale.ROOT)).orElse("unknown"))
          .put("last_error", status.map(TargetStatus::getLastError).orElse(""))
          .put("last_scrape", text(status.map(TargetStatus::getLastScrape).orElse(null)));
    }
    return json;
  }

  private static ObjectNode scrapeConfig(SessionTarget target) {
    Endpoint first = target.getEndpoints().getFirst();
    ObjectNode json = NODES.objectNode();
    json.put("job_name", target.getName());
    json.put("metrics_path", first.getPath());
    json.put("scheme", first.getScheme());
    ArrayNode addresses = json.putArray("targets");
    target.getEndpoints().forEach(endpoint -> addresses.add(endpoint.getAddress()));
    if (!first.getParams().isEmpty()) {
      ObjectNode params = json.putObject("params");
      new TreeMap<>(first.getParams())
          .forEach(
              (name, values) -> {
                ArrayNode list = params.putArray(name);
                values.forEach(list::add);
              });
    }
    Map<String, String> labels = new TreeMap<>(first.getLabels());
    labels.remove(Registration.NAME_LABEL);
    if (!labels.isEmpty()) {
      json.set("labels", texts(labels));
    }
    ScrapeSettings settings = first.getSettings();
    if (settings != null) {
      json.put("scrape_interval", duration(settings.getScrapeIntervalMs()));
      json.put("scrape_timeout", duration(settings.getScrapeTimeoutMs()));
      json.put("honor_labels", settings.getHonorLabels());
      json.put("honor_timestamps", settings.getHonorTimestamps());
    }
    return json;
  }

  private static String duration(long millis) {
    return DurationText.format(Duration.ofMillis(millis));
  }

  private static ObjectNode texts(Map<String, String> map) {
    ObjectNode json = NODES.objectNode();
    new TreeMap<>(map).forEach(json::put);
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}

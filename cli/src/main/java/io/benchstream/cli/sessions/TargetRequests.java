package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.events.EndpointText;
import io.benchstream.schemas.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to register targets: one body for each way to scrape, since a scrape_config holds
 * many addresses but one path.
 *
 * @param job id of the job that they belong to
 * @param cluster null: the session's own
 * @param interval between scrapes, for example {@code 1s}; null leaves it to the gateway
 * @param labels of every series
 */
public record TargetRequests(
    String job, @Nullable String cluster, @Nullable String interval, Map<String, String> labels) {
  private static final String USUAL_TYPE = "static";

  public TargetRequests {
    labels = Map.copyOf(labels);
  }

  /** What is the same for all addresses of a scrape_config. */
  private record Way(String type, String scheme, String path, Map<String, List<String>> params) {
    static Way of(Endpoint endpoint) {
      return new Way(
          endpoint.getKind().isEmpty() ? USUAL_TYPE : endpoint.getKind(),
          endpoint.getScheme(),
          endpoint.getPath(),
          new TreeMap<>(endpoint.getParams()));
    }
  }

  /**
   * The bodies.
   *
   * @param targets each {@code [KIND=][http[s]://]HOST:PORT[/PATH][?QUERY]}; none: the job is one
   *     that lifecycle events tell of
   * @throws IllegalArgumentException where one has another form
   */
  public List<ObjectNode> bodies(List<String> targets) {
    if (targets.isEmpty()) {
      return List.of(body());
    }
    Map<Way, List<String>> addresses = new LinkedHashMap<>();
    for (String target : targets) {
      Endpoint endpoint = EndpointText.parse(target, null);
      addresses
          .computeIfAbsent(Way.of(endpoint), way -> new ArrayList<>())
          .add(endpoint.getAddress());
    }
    List<ObjectNode> bodies = new ArrayList<>();
    Map<String, Integer> ofType = new HashMap<>();
    addresses.forEach(
        (way, of) -> bodies.add(body(way, of, ofType.merge(way.type(), 1, Integer::sum))));
    return bodies;
  }

  private ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("job_id", job);
    if (cluster != null) {
      body.put("cluster", cluster);
    }
    return body;
  }

  private ObjectNode body(Way way, List<String> addresses, int n) {
    ObjectNode body = body().put("target_type", way.type());
    ObjectNode config = body.putObject("scrape_config");
    config.put("job_name", way.type() + "-" + job + (n == 1 ? "" : "-" + n));
    config.put("scheme", way.scheme()).put("metrics_path", way.path());
    ArrayNode targets = config.putArray("targets");
    addresses.forEach(targets::add);
    if (interval != null) {
      config.put("scrape_interval", interval);
    }
    if (!way.params().isEmpty()) {
      ObjectNode params = config.putObject("params");
      way.params().forEach((name, values) -> values.forEach(params.withArray(name)::add));
    }
    if (!labels.isEmpty()) {
      ObjectNode named = config.putObject("labels");
      new TreeMap<>(labels).forEach(named::put);
    }
    return body;
  }
}

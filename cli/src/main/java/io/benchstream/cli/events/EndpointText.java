package io.benchstream.cli.events;

import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.ScrapeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints as they are written on a command line: {@code
 * [KIND=][http[s]://]HOST:PORT[/PATH][?QUERY]}, for example {@code vllm=10.0.0.7:8000} or {@code
 * https://node-1:9100/metrics}.
 */
public final class EndpointText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<kind>[a-z0-9-]+)=)?(?:(?<scheme>https?)://)?(?<address>[^/?=]+:\\d+)(?<path>/[^?]*)?(?:\\?(?<query>.*))?");

  private EndpointText() {}

  /**
   * Reads an endpoint.
   *
   * @param interval time between scrapes; null leaves it to the discovery service
   * @throws IllegalArgumentException where the text has another form
   */
  public static Endpoint parse(String text, @Nullable Duration interval) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not an endpoint; write [KIND=][http[s]://]HOST:PORT[/PATH], for example vllm=10.0.0.7:8000"
              .formatted(text));
    }
    Endpoint.Builder endpoint = Endpoint.newBuilder().setAddress(matcher.group("address"));
    if (matcher.group("kind") != null) {
      endpoint.setKind(matcher.group("kind"));
    }
    if (matcher.group("scheme") != null) {
      endpoint.setScheme(matcher.group("scheme"));
    }
    if (matcher.group("path") != null) {
      endpoint.setPath(matcher.group("path"));
    }
    if (matcher.group("query") != null) {
      endpoint.setParams(params(matcher.group("query")));
    }
    if (interval != null) {
      endpoint.setSettings(settings(interval));
    }
    return endpoint.build();
  }

  /** A scrape may take as long as the interval, at most the default. */
  static ScrapeSettings settings(Duration interval) {
    ScrapeSettings settings = ScrapeSettings.newBuilder().build();
    settings.setScrapeIntervalMs(interval.toMillis());
    settings.setScrapeTimeoutMs(Math.min(interval.toMillis(), settings.getScrapeTimeoutMs()));
    return settings;
  }

  private static Map<String, List<String>> params(String query) {
    Map<String, List<String>> params = new HashMap<>();
    for (String part : List.of(query.split("&", -1))) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      params.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }
    return params;
  }
}

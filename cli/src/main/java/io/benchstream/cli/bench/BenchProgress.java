package io.benchstream.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.sessions.SessionView;
import io.benchstream.runtime.config.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** The status line of a benchmark that runs; without a terminal nothing is asked or shown. */
final class BenchProgress {
  private final ApiClient client;
  private final String session;
  private final Console console;
  private final long began = System.nanoTime();

  BenchProgress(ApiClient client, String session, Console console) {
    this.client = client;
    this.session = session;
    this.console = console;
  }

  /** Draws it anew. */
  void draw() {
    if (!console.terminal().redraws()) {
      return;
    }
    Duration passed = Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - began).toSeconds());
    console.status(
        "  %s  %s%s%s"
            .formatted(
                session, DurationText.format(passed), told(this::targets), told(this::figures)));
  }

  /** A gateway that does not answer just now must not disturb the benchmark. */
  private static String told(Supplier<String> words) {
    try {
      return words.get();
    } catch (CommandFailure e) {
      return "";
    }
  }

  private String targets() {
    return "  %s targets up"
        .formatted(SessionView.addresses(client.get(ApiPath.of("sessions", session))));
  }

  private String figures() {
    JsonNode kpis =
        client.get(ApiPath.query(ApiPath.of("kpis"), Map.of("cluster", session))).path("kpis");
    StringBuilder text = new StringBuilder();
    for (JsonNode kpi : kpis) {
      JsonNode values = kpi.path("values");
      switch (kpi.path("kpi").asText()) {
        case "request_throughput" -> add(text, "  %s requests/s", values.path("value"));
        case "ttft" -> add(text, "  TTFT p95 %s s", values.path("p95"));
        case "queue_depth" -> add(text, "  queue %s", values.path("last"));
        default -> {}
      }
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String form, JsonNode value) {
    if (value.isNumber()) {
      text.append(form.formatted(Numbers.significant(value.asDouble())));
    }
  }
}

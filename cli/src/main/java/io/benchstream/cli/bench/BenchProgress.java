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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The status line of a benchmark that runs; without a terminal nothing is asked or shown. It is
 * drawn on a thread of its own: a gateway that is slow must not keep the benchmark waiting.
 */
final class BenchProgress implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;

  private final ApiClient client;
  private final String session;
  private final Console console;
  private final long began = System.nanoTime();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bench-progress").factory());

  private BenchProgress(ApiClient client, String session, Console console) {
    this.client = client;
    this.session = session;
    this.console = console;
  }

  /** Shows it until it is closed. */
  static BenchProgress show(ApiClient client, String session, Console console) {
    BenchProgress progress = new BenchProgress(client, session, console);
    if (console.terminal().redraws()) {
      var _ =
          progress.thread.scheduleWithFixedDelay(
              progress::draw, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return progress;
  }

  private void draw() {
    Duration passed = Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - began).toSeconds());
    String text =
        "  %s  %s%s%s"
            .formatted(
                session, DurationText.format(passed), told(this::targets), told(this::figures));
    synchronized (this) {
      if (!thread.isShutdown()) {
        console.status(text);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      thread.shutdownNow();
      console.clearStatus();
    }
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

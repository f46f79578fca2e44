package io.benchstream.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.ApiReply;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Numbers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway, and what can be seen through it: targets and KPIs. */
final class GatewayChecks {
  private static final String GATEWAY = "gateway";
  private static final String TARGETS = "targets";
  private static final String KPIS = "kpis";
  private static final String API_VERSION = "1";
  private static final Pattern VERSION = Pattern.compile("(?m)^ {2}version: \"?([^\"\\s]*)");
  private static final Duration RECENT = Duration.ofMinutes(2);
  private static final int OK = 200;

  private final ApiClient client;
  private final Clock clock;

  GatewayChecks(ApiClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    try {
      ApiReply ready = client.look("/readyz");
      if (ready.status() != OK) {
        findings.add(
            Finding.warn(
                GATEWAY,
                "%s is not ready; it waits for %s"
                    .formatted(client.root(), ready.body().path("waiting_for")),
                "wait; if it stays so, its log says why"));
        return findings;
      }
      findings.add(version());
      findings.addAll(clocks());
      findings.addAll(targets());
    } catch (CommandFailure e) {
      findings.add(Finding.fail(GATEWAY, e));
    }
    return findings;
  }

  private Finding version() {
    String contract = new String(client.bytes("/docs/openapi.yaml"), StandardCharsets.UTF_8);
    Matcher found = VERSION.matcher(contract);
    String version = found.find() ? found.group(1) : "unknown";
    if (!version.equals(API_VERSION)) {
      return Finding.warn(
          GATEWAY,
          "%s speaks version %s of the API, this command version %s"
              .formatted(client.root(), version, API_VERSION),
          "use the benchstream command that came with the gateway");
    }
    return Finding.ok(GATEWAY, "%s, version %s of the API".formatted(client.root(), version));
  }

  /** A Java process tells when it started and how long ago that was. */
  private List<Finding> clocks() {
    Instant before = clock.instant();
    Page metrics = new Page(OK, new String(client.bytes("/metrics"), StandardCharsets.UTF_8), null);
    Instant after = clock.instant();
    OptionalDouble start = metrics.metric("process_start_time_seconds");
    OptionalDouble uptime = metrics.metric("process_uptime_seconds");
    if (start.isEmpty() || uptime.isEmpty()) {
      return List.of();
    }
    Instant theirs =
        Instant.ofEpochMilli(Math.round(1e3 * (start.getAsDouble() + uptime.getAsDouble())));
    return List.of(
        ClockCheck.compare("gateway's clock", theirs, before, after, Duration.ofMillis(100)));
  }

  private List<Finding> targets() {
    JsonNode targets = client.all(ApiPath.of(TARGETS), TARGETS, Map.of());
    int up = 0;
    List<JsonNode> down = new ArrayList<>();
    for (JsonNode target : targets) {
      switch (target.path("status").path("health").asText()) {
        case "UP" -> up++;
        case "DOWN" -> down.add(target);
        default -> {}
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (down.isEmpty()) {
      findings.add(Finding.ok(TARGETS, "%s of %d up".formatted(Numbers.count(up), targets.size())));
    } else {
      JsonNode first = down.getFirst();
      findings.add(
          Finding.warn(
              TARGETS,
              "%d of %d down, the first %s: %s"
                  .formatted(
                      down.size(),
                      targets.size(),
                      first.path("address").asText(),
                      first.path("status").path("last_error").asText("no word on why")),
              "`benchstream targets list --down` names them all"));
    }
    if (up > 0) {
      findings.add(kpis());
    }
    return findings;
  }

  private Finding kpis() {
    Instant since = clock.instant().minus(RECENT).truncatedTo(ChronoUnit.SECONDS);
    JsonNode kpis =
        client
            .get(
                ApiPath.query(ApiPath.of(KPIS), Map.of("since", since.toString(), "limit", "1000")))
            .path(KPIS);
    return kpis.isEmpty()
        ? Finding.warn(
            KPIS,
            "targets are up, but no KPI came in %d s".formatted(RECENT.toSeconds()),
            "see that the aggregator runs and that a recipe is for their metrics (`benchstream"
                + " recipes list`)")
        : Finding.ok(KPIS, "they come: %d in the last windows".formatted(kpis.size()));
  }
}

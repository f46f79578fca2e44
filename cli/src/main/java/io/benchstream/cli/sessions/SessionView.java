package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.runtime.config.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Sessions, as the API tells them, in words. */
public final class SessionView {
  private final Console console;
  private final Clock clock;

  public SessionView(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  /** Addresses of a session that were scraped, and all of them. */
  public record Addresses(int up, int all) {
    @Override
    public String toString() {
      return up + "/" + all;
    }
  }

  /** How a session's addresses do. */
  public static Addresses addresses(JsonNode session) {
    int all = 0;
    int up = 0;
    for (JsonNode target : session.path("targets")) {
      for (JsonNode health : target.path("health")) {
        all++;
        up += health.path("health").asText().equals("up") ? 1 : 0;
      }
    }
    return new Addresses(up, all);
  }

  Table table(JsonNode sessions) {
    Table table =
        new Table()
            .column("SESSION", Align.LEFT)
            .column("STATE", Align.LEFT)
            .column("STARTED", Align.LEFT)
            .column("LASTED", Align.RIGHT)
            .column("UP", Align.RIGHT)
            .column("WINDOWS", Align.RIGHT)
            .column("LABELS", Align.LEFT);
    for (JsonNode session : sessions) {
      table.row(
          session.path("session_id").asText(),
          state(session),
          session.path("start_time").asText(),
          lasted(session),
          addresses(session).toString(),
          Integer.toString(session.path("windows").size()),
          pairs(session.path("labels")));
    }
    return table;
  }

  /** One session with its targets and windows. */
  List<String> lines(JsonNode session) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s"
            .formatted(
                console.style(Style.BOLD, session.path("session_id").asText()),
                state(session),
                lasted(session)));
    lines.add("started   " + session.path("start_time").asText());
    if (session.hasNonNull("end_time")) {
      lines.add("ended     " + session.path("end_time").asText());
    }
    addIfAny(lines, "labels    ", pairs(session.path("labels")));
    addIfAny(lines, "selector  ", pairs(session.path("selector")));
    addIfAny(lines, "jobs      ", String.join(" ", texts(session.path("jobs"))));
    for (JsonNode window : session.path("windows")) {
      lines.add("window    " + window.path("window_id").asText());
    }
    Table targets = targets(session);
    if (!targets.isEmpty()) {
      lines.add("");
      lines.addAll(targets.lines(console));
    }
    return lines;
  }

  private Table targets(JsonNode session) {
    Table table =
        new Table()
            .column("JOB", Align.LEFT)
            .column("TYPE", Align.LEFT)
            .column("TARGET", Align.LEFT)
            .column("HEALTH", Align.LEFT)
            .column("LAST SCRAPE", Align.LEFT)
            .column("ERROR", Align.LEFT);
    for (JsonNode target : session.path("targets")) {
      String job = target.path("cluster").asText() + "/" + target.path("job_id").asText();
      String type = target.path("target_type").asText();
      if (target.path("health").isEmpty()) {
        table.row(job, type, "-", "-", "-", "");
      }
      for (JsonNode health : target.path("health")) {
        table.row(
            job,
            type,
            health.path("address").asText(),
            health(health.path("health").asText()),
            health.hasNonNull("last_scrape") ? health.path("last_scrape").asText() : "-",
            health.path("last_error").asText());
      }
    }
    return table;
  }

  private String health(String word) {
    return switch (word) {
      case "up" -> console.style(Style.GREEN, word);
      case "down" -> console.style(Style.RED, word);
      default -> console.style(Style.DIM, word);
    };
  }

  private String state(JsonNode session) {
    String state = session.path("state").asText();
    return console.style(state.equals("open") ? Style.GREEN : Style.DIM, state);
  }

  private String lasted(JsonNode session) {
    Instant start = Instant.parse(session.path("start_time").asText());
    Instant end =
        session.hasNonNull("end_time")
            ? Instant.parse(session.path("end_time").asText())
            : clock.instant();
    Duration time = Duration.between(start, end).truncatedTo(ChronoUnit.SECONDS);
    return DurationText.format(time.isNegative() ? Duration.ZERO : time);
  }

  private static void addIfAny(List<String> lines, String title, String text) {
    if (!text.isEmpty()) {
      lines.add(title + text);
    }
  }

  private static String pairs(JsonNode object) {
    return object.properties().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
        .sorted()
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}

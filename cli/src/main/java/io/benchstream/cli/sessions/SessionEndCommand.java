package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.replay.PastTime;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session end}. */
@Command(
    name = "end",
    sortOptions = false,
    header = "End a session: what it registered is no longer scraped.",
    description = {"", "A session that has ended stays as it is.", ""},
    footer = {
      "",
      "Exit codes: 0 it has ended; 1 there is no such session, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session end bench01",
      "  benchstream session end bench01 --at 2m      # two minutes ago"
    })
public final class SessionEndCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "When it ended: 2026-11-21T10:00:00Z, or 90s for so long ago. Default: now, by the"
              + " gateway's clock.")
  private @Nullable String at;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public SessionEndCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String time = at;
    if (time != null) {
      body.put(
          "end_time",
          CommandFailure.reading(() -> PastTime.parse("--at", time, clock.instant())).toString());
    }
    try (ApiClient client = api.client()) {
      JsonNode session = client.post(ApiPath.of("sessions", id, "end"), body).body();
      if (common.json()) {
        console.json(session, true);
      } else {
        console.line("%s ended at %s".formatted(id, session.path("end_time").asText()));
      }
      return ExitCode.OK;
    }
  }
}

package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream session list}. */
@Command(
    name = "list",
    sortOptions = false,
    header = "List the sessions.",
    description = {"", "UP tells how many of its addresses were scraped well the last time.", ""},
    footer = {
      "",
      "Exit codes: 0 done; 1 refused, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session list",
      "  benchstream session list --state open",
      "  benchstream session list --json | jq -r '.[].session_id'"
    })
public final class SessionListCommand implements Callable<Integer> {
  /** States of a session. */
  enum State {
    OPEN,
    ENDED
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those in this state: ${COMPLETION-CANDIDATES}, in any case.")
  private @Nullable State state;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public SessionListCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.client()) {
      ArrayNode sessions =
          client.all(
              ApiPath.of("sessions"),
              "sessions",
              Map.of("state", state == null ? "" : state.name().toLowerCase(Locale.ROOT)));
      if (common.json()) {
        console.json(sessions, true);
      } else if (sessions.isEmpty()) {
        console.note("No sessions. Open one with `benchstream session create ID`.");
      } else {
        new SessionView(console, clock).table(sessions).lines(console).forEach(console::line);
      }
      return ExitCode.OK;
    }
  }
}

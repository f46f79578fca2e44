package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream session show}. */
@Command(
    name = "show",
    sortOptions = false,
    header = "Show a session: its time, its targets and how each address does, its windows.",
    footer = {
      "",
      "Exit codes: 0 done; 1 there is no such session, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session show bench01",
      "  benchstream session show bench01 --json | jq '.targets[].health'"
    })
public final class SessionShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public SessionShowCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.client()) {
      JsonNode session = client.get(ApiPath.of("sessions", id));
      if (common.json()) {
        console.json(session, true);
      } else {
        new SessionView(console, clock).lines(session).forEach(console::line);
      }
      return ExitCode.OK;
    }
  }
}

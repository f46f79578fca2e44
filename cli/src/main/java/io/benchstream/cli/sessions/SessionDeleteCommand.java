package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream session delete}. */
@Command(
    name = "delete",
    sortOptions = false,
    header = "Forget sessions: their targets are no longer scraped, their reports are gone.",
    description = {"", "Files that were collected stay where they are.", ""},
    footer = {
      "",
      "Exit codes: 0 they are gone; 1 one is not known, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session delete bench01",
      "  benchstream session delete bench01 bench02"
    })
public final class SessionDeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "The sessions.")
  private List<String> ids = List.of();

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionDeleteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ArrayNode deleted = JsonNodeFactory.instance.arrayNode();
    try (ApiClient client = api.client()) {
      for (String id : ids) {
        client.delete(ApiPath.of("sessions", id));
        deleted.add(id);
        if (!common.json()) {
          console.line(id + " deleted");
        }
      }
    }
    if (common.json()) {
      console.json(deleted, true);
    }
    return ExitCode.OK;
  }
}

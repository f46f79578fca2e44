package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session remove-target}. */
@Command(
    name = "remove-target",
    sortOptions = false,
    header = "Take a job's targets out of a session.",
    description = {
      "",
      "What the session registered of the job itself is no longer scraped. Windows collected from"
          + " now on are without the job; files that were collected stay as they are.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 taken out; 1 there is no such session or target, or no gateway; 2 wrong command"
          + " line.",
      "",
      "Examples:",
      "  benchstream session remove-target bench01 --job serve-1",
      "  benchstream session remove-target bench01 --job train-7 --cluster lab"
    })
public final class SessionRemoveTargetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Option(
      names = "--job",
      paramLabel = "ID",
      required = true,
      description = "The job whose targets go, all of them.")
  private String job = "";

  @Option(
      names = "--cluster",
      paramLabel = "ID",
      description = "The job's cluster. Default: the session's id.")
  private @Nullable String cluster;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionRemoveTargetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.client()) {
      client.delete(
          ApiPath.query(
              ApiPath.of("sessions", id, "targets", job),
              Map.of("cluster", cluster == null ? "" : cluster)));
    }
    String of = cluster == null ? id : cluster;
    if (common.json()) {
      console.json(
          JsonNodeFactory.instance
              .objectNode()
              .put("session_id", id)
              .put("cluster", of)
              .put("job_id", job),
          true);
    } else {
      console.line("%s/%s removed".formatted(of, job));
    }
    return ExitCode.OK;
  }
}

package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.replay.PastTime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session collect}. */
@Command(
    name = "collect",
    sortOptions = false,
    header = "Collect a window of a session: its KPIs as files, and a summary here.",
    description = {
      "",
      "The gateway writes metrics_summary.csv, kpis.csv, kpis.parquet, report.html and"
          + " MANIFEST.json, all or none; --output brings them here. A window that is not final"
          + " yet is waited for.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 collected; 1 refused, nothing seen, not final in time, or no gateway; 2 wrong"
          + " command line.",
      "",
      "Examples:",
      "  benchstream session collect bench01",
      "  benchstream session collect bench01 --start 10m --end now --output results",
      "  benchstream session collect bench01 --json | jq '.kpis[] | select(.kpi == \"ttft\")'"
    })
public final class SessionCollectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "Start of the window: 2026-11-21T10:00:00Z, 10m for so long ago, or now. Default: the"
              + " session's.")
  private @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "End of the window. Default: the session's; now while it is open.")
  private @Nullable String end;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Bring the files here; files of the same names are replaced.")
  private @Nullable Path output;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Directory on the gateway's machine, below its directory of artifacts.")
  private @Nullable String outputDir;

  @Mixin private final WaitOption patience = new WaitOption();
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public SessionCollectCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Collection wanted = new Collection(time("--start", start), time("--end", end), outputDir);
    Duration wait = patience.duration();
    try (ApiClient client = api.client()) {
      JsonNode collected = wanted.collect(client, id, wait, console);
      if (output != null) {
        new Artifacts(client, id).download(collected, output);
      }
      if (common.json()) {
        console.json(collected, true);
      } else {
        new SummaryView(console).print(collected, SummaryLine.of(collected));
        tell(collected);
      }
      return ExitCode.OK;
    }
  }

  private @Nullable Instant time(String option, @Nullable String text) {
    return text == null
        ? null
        : CommandFailure.reading(() -> PastTime.parse(option, text, clock.instant()));
  }

  private void tell(JsonNode collected) {
    console.note(
        "Window %s, %s to %s."
            .formatted(
                collected.path("window_id").asText(),
                collected.path("start_time").asText(),
                collected.path("end_time").asText()));
    console.note(
        output == null
            ? "Files: %s on the gateway's machine; --output DIR brings them here."
                .formatted(collected.path("directory").asText())
            : "Files: " + output);
  }
}

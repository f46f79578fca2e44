package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.Patience;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session compare}, and {@code benchstream compare}. */
@Command(
    name = "compare",
    sortOptions = false,
    header = "Compare two sessions figure by figure; exit code 3 on a regression.",
    description = {
      "",
      "Latency that rises and throughput that falls are worse. A figure is worse only where the"
          + " whole 95 %% confidence interval of its change lies beyond the limit; where that cannot"
          + " be told it is unclear, which is no regression unless --strict is given.",
      "",
      "Compared is of each session the window collected last, or the whole session where none was"
          + " or with --whole.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 no regression; 1 they cannot be compared, or no gateway; 2 wrong command line,"
          + " or a figure that there is not; 3 a regression.",
      "",
      "Examples:",
      "  benchstream compare bench01 bench02",
      "  benchstream compare bench01 bench02 --max-regression ttft.p99=5%% \\",
      "    --max-regression request_throughput=3%%",
      "  benchstream compare bench01 bench02 --max-regression 10%% --json | jq '.failed'"
    })
public final class SessionCompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "The session before.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "The session after.")
  private String after = "";

  @Option(
      names = "--max-regression",
      paramLabel = "[FIGURE=]PERCENT",
      description =
          "How much worse it may be: ttft.p99=5%% for a figure, ttft=5%% for all of a KPI, 5%% for"
              + " every figure; may be given again. Where figures are named and no limit is for"
              + " every figure, only those named decide. A figure that is neither good nor bad, as"
              + " queue_depth, must not change either way where it is named. Default: 5%%.")
  private List<String> limits = List.of();

  @Option(names = "--strict", description = "A figure that is unclear is a regression, too.")
  private boolean strict;

  @Option(names = "--window-a", paramLabel = "ID", description = "A window of session A.")
  private @Nullable String windowBefore;

  @Option(names = "--window-b", paramLabel = "ID", description = "A window of session B.")
  private @Nullable String windowAfter;

  @Option(names = "--whole", description = "Compare whole sessions, which must have ended.")
  private boolean whole;

  @Mixin private final WaitOption patience = new WaitOption();
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionCompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RegressionLimits allowed = CommandFailure.reading(() -> RegressionLimits.parse(limits));
    Duration wait = patience.duration();
    if (whole && (windowBefore != null || windowAfter != null)) {
      throw CommandFailure.usage("--whole leaves no room for --window-a and --window-b", null);
    }
    try (ApiClient client = api.client()) {
      Map<String, String> parameters = new TreeMap<>(allowed.parameters());
      parameters.put("window_a", window(client, before, windowBefore));
      parameters.put("window_b", window(client, after, windowAfter));
      JsonNode comparison =
          client.get(
              ApiPath.query(ApiPath.of("sessions", before, "compare", after), parameters),
              new Patience(wait, (why, seconds) -> console.note(console.style(Style.DIM, why))));
      ComparisonVerdict verdict = ComparisonVerdict.of(comparison, allowed);
      boolean passed = verdict.failed().isEmpty() && (!strict || verdict.unclear().isEmpty());
      if (common.json()) {
        console.json(verdict.json(passed), true);
      } else {
        new ComparisonView(console).print(verdict);
      }
      return passed ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
  }

  private String window(ApiClient client, String session, @Nullable String named) {
    if (named != null) {
      return named;
    }
    JsonNode found = client.get(ApiPath.of("sessions", session));
    JsonNode windows = found.path("windows");
    if (whole && found.path("state").asText().equals("open")) {
      throw new CommandFailure("--whole: session '%s' is open; end it first".formatted(session));
    }
    return whole || windows.isEmpty()
        ? ""
        : windows.get(windows.size() - 1).path("window_id").asText();
  }
}

package io.benchstream.cli.bench;

import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.sessions.SessionCreateCommand;
import io.benchstream.cli.sessions.TargetOptions;
import io.benchstream.cli.sessions.WaitOption;
import io.benchstream.runtime.config.DurationText;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream bench run}. */
@Command(
    name = "run",
    sortOptions = false,
    header = "Run a load generator as a session: open, run, end, collect, print the KPIs.",
    description = {
      "",
      "Opens the session, registers the targets, waits until each was scraped once, runs COMMAND,"
          + " ends the session, and collects the time in which the command ran. The command has"
          + " the standard input, its output is passed on, and BENCHSTREAM_SESSION in its"
          + " environment names the session. With --json its standard output goes to standard"
          + " error. What the session registered is no longer scraped then.",
      "",
      "Ctrl-C ends the command and the session. Whatever the command's exit code is, the session"
          + " is ended and collected.",
      ""
    },
    footer = {
      "",
      "Exit codes: that of COMMAND, 128 and the signal where one ended it; where COMMAND ended well"
          + " but nothing could be collected, or it was not started, 1; 2 wrong command line; 126"
          + " and 127 COMMAND cannot be run; 130 and 143 ended by Ctrl-C and SIGTERM.",
      "",
      "Examples:",
      "  benchstream bench run --session base --target vllm=10.0.0.7:8000 -- \\",
      "    vllm bench serve --base-url http://10.0.0.7:8000 --model llama-3-8b --num-prompts 1000",
      "  benchstream bench run --session new --target vllm=10.0.0.7:8000 \\",
      "    --target node=10.0.0.7:9100 --label commit=a1b2c3d --output results/new -- ./load.sh",
      "  benchstream compare base new --max-regression ttft.p99=5%%"
    })
public final class BenchRunCommand implements Callable<Integer> {
  private static final String USUAL_INTERVAL = "1s";

  @Option(
      names = {"-s", "--session"},
      paramLabel = "ID",
      required = true,
      description =
          "The session: a new one, or one that is open. With one that is open already the window is"
              + " told by this machine's clock, which has to agree with the gateway's.")
  private String id = "";

  @Mixin private final TargetOptions targets = new TargetOptions();

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "The job that the targets belong to. Default: ${DEFAULT-VALUE}.")
  private String job = "bench";

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of the session; may be given again.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the files go. Default: benchstream-<session>, here.")
  private @Nullable Path output;

  @Option(
      names = "--ready-timeout",
      paramLabel = "TIME",
      description =
          "How long the first scrapes may take; 0s starts the load without them. Default:"
              + " ${DEFAULT-VALUE}.")
  private String readyTimeout = "30s";

  @Mixin private final WaitOption patience = new WaitOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The load generator and its arguments, after --.")
  private List<String> command = List.of();

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public BenchRunCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    BenchRun.Plan plan =
        new BenchRun.Plan(
            id,
            SessionCreateCommand.body(id, labels, List.of(), Map.of()),
            targets.none() ? List.of() : targets.bodies(job, null, USUAL_INTERVAL, Map.of()),
            CommandFailure.reading(() -> DurationText.parse(readyTimeout)),
            command,
            patience.duration(),
            output == null ? Path.of("benchstream-" + id) : output);
    try (Interruption interruption = Interruption.listen();
        ApiClient client = api.client()) {
      return new BenchRun(plan, client, interruption, console, clock, common.json()).run();
    }
  }
}

package io.benchstream.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.sessions.Artifacts;
import io.benchstream.cli.sessions.Collection;
import io.benchstream.cli.sessions.SessionCreateCommand;
import io.benchstream.cli.sessions.SummaryLine;
import io.benchstream.cli.sessions.SummaryView;
import io.benchstream.cli.sessions.TargetRequests;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final int NOT_RUNNABLE = 126;
  private static final int NOT_FOUND = 127;

  /** ENOENT, which Java tells in words only. */
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

  @Option(
      names = {"-s", "--session"},
      paramLabel = "ID",
      required = true,
      description = "The session: a new one, or one that is open.")
  private String id = "";

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "Scrape this: [KIND=][http[s]://]HOST:PORT[/PATH][?QUERY], where /PATH is /metrics if"
              + " left out; may be given again.")
  private List<String> targets = List.of();

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "The job that the targets belong to. Default: ${DEFAULT-VALUE}.")
  private String job = "bench";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Between scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "1s";

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

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait until the window is final. Default: ${DEFAULT-VALUE}.")
  private String patience = "2m";

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
    List<ObjectNode> bodies =
        targets.isEmpty()
            ? List.of()
            : CommandFailure.reading(
                () -> new TargetRequests(job, null, interval, Map.of()).bodies(targets));
    Duration ready = CommandFailure.reading(() -> DurationText.parse(readyTimeout));
    Duration wait = CommandFailure.reading(() -> DurationText.parse(patience));
    try (Interruption interruption = Interruption.listen();
        ApiClient client = api.client()) {
      BenchSession session = new BenchSession(client, id, clock);
      session.open(SessionCreateCommand.body(id, labels, List.of(), Map.of()), bodies);
      if (!becomesReady(session, ready, interruption)) {
        session.forget();
        return ExitCode.FAILURE;
      }
      Instant began = clock.instant();
      LoadProcess load;
      try {
        load =
            LoadProcess.start(command, Map.of("BENCHSTREAM_SESSION", id), console, common.json());
      } catch (IOException e) {
        session.forget();
        console.note("benchstream: %s cannot be run: %s".formatted(command.getFirst(), e));
        return NO_SUCH_FILE.matcher(String.valueOf(e)).find() ? NOT_FOUND : NOT_RUNNABLE;
      }
      return run(load, session, client, interruption, began, wait);
    }
  }

  private boolean becomesReady(BenchSession session, Duration ready, Interruption interruption) {
    if (ready.isZero()) {
      return !interruption.requested();
    }
    console.status("  Waiting for the first scrape of each target ...");
    try {
      return session.awaitScraped(ready, interruption);
    } catch (CommandFailure e) {
      session.forget();
      throw e;
    } finally {
      console.clearStatus();
    }
  }

  private int run(
      LoadProcess load,
      BenchSession session,
      ApiClient client,
      Interruption interruption,
      Instant began,
      Duration wait)
      throws Exception {
    BenchProgress progress = new BenchProgress(client, id, console);
    boolean ended = false;
    try {
      ended = load.await(interruption, REDRAW, progress::draw);
    } finally {
      console.clearStatus();
      if (!ended) {
        load.stop();
        session.end();
      }
    }
    if (!ended) {
      return stopped();
    }
    Span span = new Span(began, clock.instant());
    int code = load.exitCode();
    console.note(
        "%s ended after %s with exit code %d."
            .formatted(
                command.getFirst(),
                Numbers.seconds(Duration.between(span.began(), span.over())),
                code));
    try {
      Duration ahead = session.end();
      collect(client, interruption, span.collection(ahead), wait, code);
      return code;
    } catch (InterruptedException e) {
      return stopped();
    } catch (CommandFailure e) {
      if (code == ExitCode.OK) {
        throw e;
      }
      // The command's own failure is what whoever called this wants to hear of.
      console.note("benchstream: " + e.getMessage());
      return code;
    }
  }

  private int stopped() {
    console.note(
        "Stopped; session %s has ended. `benchstream session collect %s` collects what there is."
            .formatted(id, id));
    return ExitCode.FAILURE;
  }

  /** When the command ran, by this machine's clock. */
  private record Span(Instant began, Instant over) {
    /** The same by a clock that is ahead. */
    Collection collection(Duration ahead) {
      return new Collection(
          began.plus(ahead).truncatedTo(ChronoUnit.MILLIS),
          over.plus(ahead).truncatedTo(ChronoUnit.MILLIS),
          null);
    }
  }

  private void collect(
      ApiClient client, Interruption interruption, Collection window, Duration wait, int code)
      throws Exception {
    JsonNode collected =
        interruption.interruptibly(() -> window.collect(client, id, wait, console));
    Path directory = output == null ? Path.of("benchstream-" + id) : output;
    new Artifacts(client, id).download(collected, directory);
    if (common.json()) {
      ObjectNode document = collected.deepCopy();
      console.json(document.put("exit_code", code), true);
    } else {
      new SummaryView(console).print(SummaryLine.of(collected));
      console.note("Report, tables and manifest: " + directory);
    }
  }
}

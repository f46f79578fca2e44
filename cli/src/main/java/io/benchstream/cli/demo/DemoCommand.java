package io.benchstream.cli.demo;

import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.cli.installation.LocalState;
import io.benchstream.cli.local.ConsoleProgress;
import io.benchstream.cli.local.LocalConfig;
import io.benchstream.cli.local.LocalMode;
import io.benchstream.cli.local.LocalOptions;
import io.benchstream.cli.logging.CliLogging;
import io.benchstream.local.process.PartException;
import io.benchstream.runtime.config.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    header = "Start everything, run a benchmark on real and simulated targets, check its KPIs.",
    description = {
      "",
      "Starts local mode unless it runs already on the data directory, and beside it this machine's"
          + " node exporter and a simulated vLLM server under load. Announces both by lifecycle"
          + " events, as a scheduler would; ends the job after the time; prints its KPIs beside"
          + " what VictoriaMetrics answers and what the simulator knows to be true.",
      "",
      "With --duration it stops everything and ends then. Without, the benchmark takes 60 s, and"
          + " what the demo started keeps running, to be looked at, until Ctrl-C.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 every KPI came and agrees with the truth within the width of its bucket; 3 not"
          + " so.",
      "",
      "Examples:",
      "  benchstream demo",
      "  benchstream demo --duration 45s --json | jq '.kpis[] | select(.kpi == \"ttft\")'"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(20);

  /** The simulator remembers 2 million observations of each kind: 35 minutes of tokens. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long the load lasts, 20s to 30m; then end. Default: 60s, then stay.")
  private @Nullable String duration;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides the simulator's draws. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private final LocalOptions options = new LocalOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public DemoCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Duration time = CommandFailure.reading(this::time);
    LocalConfig config = options.config();
    try (Interruption interruption = Interruption.listen();
        ConsoleProgress progress = new ConsoleProgress(console)) {
      Optional<LocalState> running = config.directory().running();
      if (running.isPresent()) {
        console.note("Local mode runs already: gateway " + running.get().gatewayUrl());
        return demo(running.get(), config, time, interruption, progress);
      }
      console.note(
          "%s, data in %s"
              .formatted(console.style(Style.BOLD, "Benchstream"), config.directory().path()));
      CliLogging.toFile(config.directory().resolve("benchstream.log"), common.verbose());
      long began = System.nanoTime();
      try (LocalMode local = interruption.interruptibly(() -> LocalMode.start(config, progress))) {
        console.note("Ready after " + Numbers.seconds(Duration.ofNanos(System.nanoTime() - began)));
        int code = demo(local.state(), config, time, interruption, progress);
        console.note("Stopping ...");
        return code;
      }
    } catch (InterruptedException e) {
      console.note("Stopped before it was up.");
      return ExitCode.FAILURE;
    } catch (PartException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private Duration time() {
    if (duration == null) {
      return USUAL;
    }
    Duration asked = DurationText.parse(duration);
    if (asked.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "--duration %s: it must be %s or more, to hold whole windows"
              .formatted(duration, DurationText.format(SHORTEST)));
    }
    if (asked.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "--duration %s: it must be %s or less, for the simulator to remember the truth; for longer load use `benchstream up` and `benchstream simulate vllm`"
              .formatted(duration, DurationText.format(LONGEST)));
    }
    return asked;
  }

  private int demo(
      LocalState installation,
      LocalConfig config,
      Duration time,
      Interruption interruption,
      ConsoleProgress progress)
      throws Exception {
    try (DemoScene scene =
            interruption.interruptibly(
                () ->
                    DemoScene.start(
                        installation, config.directory().path(), seed, clock, progress));
        KafkaSession session = KafkaSession.open(InstallationOptions.kafka(installation))) {
      DemoRun run = new DemoRun(installation, scene, session, interruption, console, clock);
      try {
        Optional<DemoOutcome> outcome = run.run(time);
        outcome.ifPresent(this::print);
        if (outcome.isPresent() && duration == null) {
          console.note("");
          console.note("Everything keeps running. Ctrl-C stops it.");
          interruption.await();
        }
        return outcome
            .map(done -> done.holds() ? ExitCode.OK : ExitCode.CHECK_FAILED)
            .orElse(ExitCode.FAILURE);
      } finally {
        run.remove();
      }
    }
  }

  private void print(DemoOutcome outcome) {
    DemoPrinter printer = new DemoPrinter(console, clock.getZone());
    if (common.json()) {
      printer.json(outcome);
    } else {
      printer.table(outcome);
    }
  }
}

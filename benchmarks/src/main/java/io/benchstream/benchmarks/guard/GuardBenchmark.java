package io.benchstream.benchmarks.guard;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.result.EnvironmentReader;
import io.benchstream.benchmarks.result.ScriptHome;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/guard}. */
@Command(
    name = "benchmarks/guard",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "Fails when a stage has become clearly slower.",
    description = {
      "",
      "Worker, publisher, aggregator and vmagent run for a minute or two on the same 200 targets of"
          + " 1,000 series. The CPU of each stage is told in units of vmagent's in the same run, so"
          + " neither a slow nor a loaded machine matters, and compared with benchmarks/guard.json."
          + " What is too large is looked at again, and the best look counts. The services run with"
          + " the first compiler only, which is done after seconds: the ratios are of this run alone"
          + " and compare with no other benchmark.",
      ""
    },
    footer = {
      "",
      "Exit code 1 when a stage takes 50 %% more than committed, or more than that.",
      "",
      "Examples:",
      "  benchmarks/guard              compare",
      "  benchmarks/guard --update     commit to what is measured now"
    })
public final class GuardBenchmark implements Callable<Integer> {
  @Option(names = "--update", description = "Write what is measured to the file.")
  private boolean update;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "The committed ratios. Default: benchmarks/guard.json.")
  private @Nullable Path file;

  @Option(names = "--warm-up", description = "Before the first look. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "40s";

  @Option(names = "--measure", description = "Length of a look. Default: ${DEFAULT-VALUE}.")
  private String measure = "15s";

  @Option(names = "--attempts", description = "Looks at most. Default: ${DEFAULT-VALUE}.")
  private int attempts = 3;

  private final Progress progress = new Progress(System.err);

  private GuardBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new GuardBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path baselineFile = file != null ? file : ScriptHome.directory().resolve("guard.json");
    // First, so that an invalid one is told before a minute has gone.
    @Nullable Baseline baseline = update ? null : Baseline.read(baselineFile);
    Attempts looks = new Attempts();
    look(baseline, looks);
    if (baseline == null) {
      new Baseline(EnvironmentReader.read(List.of()).commit(), Baseline.USUAL_LIMIT, looks.best())
          .write(baselineFile);
      progress.line("wrote " + baselineFile);
      return 0;
    }
    looks
        .best()
        .forEach(
            (stage, ratio) ->
                System.out.printf(
                    "%-10s %7.3f, committed %7.3f   %s%n",
                    stage, ratio, baseline.ratios().get(stage), stage.words()));
    List<Attempts.Regression> regressions = looks.regressions(baseline);
    regressions.forEach(regression -> System.out.println("SLOWER: " + regression.words()));
    if (!regressions.isEmpty()) {
      System.out.printf(
          "Find out why, or, where it is meant, commit to it: benchmarks/guard --update%n");
    }
    return regressions.isEmpty() ? 0 : 1;
  }

  private void look(@Nullable Baseline baseline, Attempts looks)
      throws IOException, InterruptedException {
    Duration length = DurationText.parse(measure);
    try (GuardedStages stages = GuardedStages.start()) {
      progress.pass("warm-up", DurationText.parse(warmUp));
      for (int i = 1; i <= attempts; i++) {
        Map<Stage, Double> ratios = new EnumMap<>(stages.ratios(length));
        ratios.put(Stage.parse, ParserRatio.measure());
        progress.line("look %d: %s".formatted(i, ratios));
        looks.add(ratios);
        if (baseline != null && looks.regressions(baseline).isEmpty()) {
          return;
        }
      }
    }
  }
}

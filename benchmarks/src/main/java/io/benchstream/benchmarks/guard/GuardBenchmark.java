package io.benchstream.benchmarks.guard;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.result.EnvironmentReader;
import io.benchstream.benchmarks.result.ScriptHome;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
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
    exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
    header = "Fails when a stage has become clearly slower.",
    description = {
      "",
      "Worker, publisher, aggregator and vmagent run on the same 200 targets of 1,000 series, which"
          + " takes two minutes at most. The CPU of each stage is told in units of vmagent's in the"
          + " same run, so neither a slow nor a loaded machine matters, and compared with the"
          + " committed ones."
          + " What is too large is looked at again; of all looks the least of each program counts. Where"
          + " a stage does not keep up, or a program ends, all is done once more with half the"
          + " targets. The services run with the first compiler only, which is done after seconds: the"
          + " ratios are of this run alone and compare with no other benchmark.",
      ""
    },
    footer = {
      "",
      "Exit code 1 when a stage takes 50 %% more than committed, or more than that; 2 when it cannot",
      "be run as it stands: a program or the file is missing; 3 when a stage could not be measured,",
      "which says nothing of its speed.",
      "",
      "Examples:",
      "  benchmarks/guard              compare",
      "  benchmarks/guard --update     commit to what is measured now"
    })
public final class GuardBenchmark implements Callable<Integer> {
  private static final int TARGETS = 200;

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
    // First, so that what is invalid or missing is told before a minute has gone, and is no stage
    // that could not be measured.
    @Nullable Baseline baseline = update ? null : Baseline.read(baselineFile);
    Binaries binaries = Binaries.of(progress::line);
    List.of(Tool.NGINX, Tool.VMAGENT).forEach(binaries::find);
    Looks looks = (targets, attempts) -> look(baseline, targets, attempts);
    Attempts found = looks.patiently(TARGETS, progress::line);
    return baseline == null ? commit(found, baselineFile) : compare(found, baseline);
  }

  private int commit(Attempts found, Path baselineFile) throws IOException {
    if (!found.unmeasured().isEmpty()) {
      progress.line(
          "could not measure %s; %s stays as it is".formatted(found.unmeasured(), baselineFile));
      return Verdict.UNKNOWN;
    }
    String commit = EnvironmentReader.read(List.of()).commit();
    if (commit.endsWith("+")) {
      progress.line(
          "warning: files differ from commit %s, so nobody can tell what was measured; commit them and measure anew"
              .formatted(commit.replace("+", "")));
    }
    Baseline.measured(commit, found.ratios()).write(baselineFile);
    progress.line("wrote " + baselineFile);
    return Verdict.GOOD;
  }

  private static int compare(Attempts found, Baseline baseline) {
    found
        .ratios()
        .forEach(
            (stage, ratio) ->
                System.out.printf(
                    "%-10s %7.3f, committed %7.3f   %s%n",
                    stage, ratio, baseline.ratios().get(stage), stage.words()));
    Verdict verdict = found.verdict(baseline);
    verdict.lines().forEach(System.out::println);
    return verdict.exitCode();
  }

  private void look(@Nullable Baseline baseline, int targets, Attempts found)
      throws IOException, InterruptedException {
    Duration length = DurationText.parse(measure);
    try (GuardedStages stages = GuardedStages.start(targets)) {
      stages.warmUp(DurationText.parse(warmUp), progress);
      for (int i = 1; i <= attempts; i++) {
        Map<Stage, Cost> costs = new EnumMap<>(stages.costs(length));
        costs.put(Stage.parse, ParserRatio.measure());
        found.add(costs);
        progress.line("look %d: %s".formatted(i, found.ratios()));
        if (baseline != null && found.verdict(baseline).good()) {
          return;
        }
      }
    }
  }
}

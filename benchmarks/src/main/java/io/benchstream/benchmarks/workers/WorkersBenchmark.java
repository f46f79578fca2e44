package io.benchstream.benchmarks.workers;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.LoadOptions;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Observation;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.benchmarks.measure.TimeOptions;
import io.benchstream.benchmarks.measure.Window;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.benchmarks.service.JvmOptions;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.local.fetch.Tool;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/workers}. */
@Command(
    name = "benchmarks/workers",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "Workers that share a load: scrapes lost, balance, and what sharing costs.",
    description = {
      "",
      "One worker scrapes all targets; then more are started beside it, one after the other, while"
          + " all goes on. With each number of workers that was asked for, their CPU is measured."
          + " A scrape is lost when the topic has the one before and the one behind, but not it;"
          + " that is counted all the time, also while partitions move.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/workers                    1, 2 and 4 workers, 500 targets x 300 series",
      "  benchmarks/workers --workers 1,2 --targets 100"
    })
public final class WorkersBenchmark implements Callable<Integer> {
  private static final int USUAL_TARGETS = 500;

  @Mixin private final LoadOptions loads = new LoadOptions();

  @Option(
      names = "--workers",
      split = ",",
      description = "Numbers of workers, growing. Default: 1,2,4.")
  private List<Integer> steps = List.of(1, 2, 4);

  @Option(
      names = "--settle",
      description =
          "After each start of a worker; scrapes lost in it count for the move. Default:"
              + " ${DEFAULT-VALUE}.")
  private String settle = "20s";

  @Option(
      names = "--worker-options",
      description = "Options of each worker's JVM. Default: ${DEFAULT-VALUE}.")
  private String workerOptions = "-Xms208m -Xmx208m -Xmn64m -XX:+UseSerialGC";

  @Mixin private final TimeOptions times = new TimeOptions();
  @Mixin private final ResultOption results = new ResultOption();

  private final Progress progress = new Progress(System.err);

  private WorkersBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new WorkersBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Double> figures = new TreeMap<>();
    List<Subject> workers = new ArrayList<>();
    try (TestBed bed = TestBed.start(loads.load(USUAL_TARGETS))) {
      figures.putAll(bed.figures());
      bed.writeTargets();
      try (ScrapeGaps gaps = new ScrapeGaps(bed.clients(), bed.load().interval())) {
        for (int step : steps) {
          figures.putAll(grow(bed, gaps, workers, step));
        }
      } finally {
        workers.forEach(Subject::close);
      }
    }
    figures.forEach((name, value) -> System.out.printf("%-34s%,14.4f%n", name, value));
    results.write(figures, Map.of(), List.of(Tool.NGINX));
    return 0;
  }

  private Map<String, Double> grow(TestBed bed, ScrapeGaps gaps, List<Subject> workers, int step)
      throws IOException, InterruptedException {
    Duration pause = DurationText.parse(settle);
    long lostInMoves = 0;
    long doubledInMoves = 0;
    while (workers.size() < step) {
      String name = "worker-" + (workers.size() + 1);
      progress.line("starting " + name);
      workers.add(
          Services.worker(name, bed.directory(name), bed.kafka(), JvmOptions.split(workerOptions)));
      ScrapeGaps.Count moved = gaps.read(pause);
      lostInMoves += moved.lost();
      doubledInMoves += moved.doubled();
    }
    progress.line("%d workers: warm-up of %d s".formatted(step, times.warmUp().toSeconds()));
    ScrapeGaps.Count warm = gaps.read(times.warmUp());
    progress.line("%d workers: measuring for %d s".formatted(step, times.measure().toSeconds()));
    List<ScrapeGaps.Count> counts = new ArrayList<>();
    Collection<Observation> seen =
        new Window(workers, bed.probes(), length -> counts.add(gaps.read(length)))
            .observe(times.measure())
            .values();
    counts.add(warm);
    Map<String, Double> figures = new TreeMap<>(WorkerShares.figures("workers_" + step, seen));
    figures.put("workers_" + step + ".lost", (double) sum(counts, ScrapeGaps.Count::lost));
    figures.put("workers_" + step + ".doubled", (double) sum(counts, ScrapeGaps.Count::doubled));
    figures.put("workers_" + step + ".lost_in_moves", (double) lostInMoves);
    figures.put("workers_" + step + ".doubled_in_moves", (double) doubledInMoves);
    return figures;
  }

  private static long sum(
      List<ScrapeGaps.Count> counts, java.util.function.ToLongFunction<ScrapeGaps.Count> of) {
    return counts.stream().mapToLong(of).sum();
  }
}

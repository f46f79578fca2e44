package io.benchstream.benchmarks.workers;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.LoadOptions;
import io.benchstream.benchmarks.load.TargetRecords;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Observation;
import io.benchstream.benchmarks.measure.Parts;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.benchmarks.measure.TimeOptions;
import io.benchstream.benchmarks.measure.WarmUp;
import io.benchstream.benchmarks.measure.Window;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.benchmarks.service.WorkerOptions;
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
import java.util.stream.IntStream;
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
          + " A scrape is lost where a target was due and has none on the topic that began before it"
          + " was due again; that is counted all the time, also while partitions move.",
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

  @Mixin private final WorkerOptions workerOptions = new WorkerOptions();

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
      try (ScrapeGaps gaps = new ScrapeGaps(bed.clients(), ids(bed.load()), bed.load().interval());
          Parts running = new Parts()) {
        for (int step : steps) {
          figures.putAll(grow(bed, gaps, running, workers, step));
        }
      }
    }
    figures.forEach((name, value) -> System.out.printf("%-34s%,14.4f%n", name, value));
    results.write(figures, Map.of(), List.of(Tool.NGINX));
    return 0;
  }

  private static List<String> ids(Load load) {
    return IntStream.range(0, load.targets()).mapToObj(TargetRecords::id).toList();
  }

  private Map<String, Double> grow(
      TestBed bed, ScrapeGaps gaps, Parts running, List<Subject> workers, int step)
      throws IOException, InterruptedException {
    Duration pause = DurationText.parse(settle);
    ScrapeCounts.Count moves = new ScrapeCounts.Count(0, 0, 0);
    while (workers.size() < step) {
      String name = "worker-" + (workers.size() + 1);
      progress.line("starting " + name);
      workers.add(
          running.add(
              Services.worker(
                  name, bed.directory(name), bed.kafka(), workerOptions.of(bed.load()))));
      gaps.read(pause);
      ScrapeCounts.Count moved = gaps.count();
      // The first one has nobody to take partitions from.
      moves = workers.size() == 1 ? moves : moves.plus(moved);
    }
    String all = "workers: " + step;
    WarmUp.of(all, workers, times.warmUp(), progress, gaps::read);
    progress.line("%s: measuring for %d s".formatted(all, times.measure().toSeconds()));
    Collection<Observation> seen =
        new Window(workers, bed.probes(), gaps::read).observe(times.measure()).values();
    String prefix = "workers_" + step;
    Map<String, Double> figures = new TreeMap<>(WorkerShares.figures(prefix, seen));
    figures.putAll(lost(prefix, "", gaps.count()));
    if (step > 1) {
      figures.putAll(lost(prefix, "_in_moves", moves));
    }
    return figures;
  }

  private static Map<String, Double> lost(String prefix, String suffix, ScrapeCounts.Count count) {
    return Map.of(
        prefix + ".scrapes" + suffix, (double) count.scrapes(),
        prefix + ".lost" + suffix, (double) count.lost(),
        prefix + ".doubled" + suffix, (double) count.doubled());
  }
}

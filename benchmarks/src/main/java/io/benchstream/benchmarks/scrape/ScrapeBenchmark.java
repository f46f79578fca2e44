package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.LoadOptions;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Comparison;
import io.benchstream.benchmarks.measure.FigureTable;
import io.benchstream.benchmarks.measure.Observation;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Side;
import io.benchstream.benchmarks.measure.TimeOptions;
import io.benchstream.benchmarks.peer.PeerOptions;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.benchmarks.service.WorkerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchmarks/scrape}. */
@Command(
    name = "benchmarks/scrape",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "What a scrape costs: this worker to a real broker, and its peers to a null sink.",
    description = {
      "",
      "nginx serves the pages; worker, peers, registry and nginx are processes of their own, and all"
          + " programs scrape all targets, at the same time or one after the other. CPU is that of"
          + " each whole process over the measurement.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/scrape                     500 targets x 1,000 series, every second",
      "  benchmarks/scrape --churn 0.01        1 %% of the series are others each time",
      "  benchmarks/scrape --page kube-state   one page of 200,000 series, every 10 seconds",
      "  benchmarks/scrape --rate 100000 --page vllm --peers vmagent,prometheus --one-by-one"
    })
public final class ScrapeBenchmark implements Callable<Integer> {
  @Mixin private final LoadOptions loads = new LoadOptions();
  @Mixin private final TimeOptions times = new TimeOptions();
  @Mixin private final PeerOptions peers = new PeerOptions();
  @Mixin private final ResultOption results = new ResultOption();

  @Mixin private final WorkerOptions workerOptions = new WorkerOptions();

  private ScrapeBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new ScrapeBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Load load = loads.load();
    Map<String, Double> figures;
    List<String> programs;
    try (TestBed bed = TestBed.start(load)) {
      bed.writeTargets();
      Comparison comparison =
          new Comparison(sides(bed), bed.probes(), times.measure(), new Progress(System.err));
      Map<String, Observation> seen =
          peers.oneByOne() ? comparison.oneByOne() : comparison.together();
      System.out.print(FigureTable.threads(seen.values()));
      figures = ScrapeFigures.of(bed, seen);
      programs = List.copyOf(seen.keySet());
    }
    System.out.print(FigureTable.text(figures, programs));
    results.write(figures, Map.of(), peers.tools());
    return 0;
  }

  private List<Side> sides(TestBed bed) {
    List<String> options = workerOptions.of(bed.load());
    List<Side> sides = new ArrayList<>();
    sides.add(
        new Side(
            "worker",
            times.warmUp(),
            List.of(
                () -> Services.worker("worker", bed.directory("worker"), bed.kafka(), options))));
    sides.addAll(peers.sides(bed));
    return sides;
  }
}

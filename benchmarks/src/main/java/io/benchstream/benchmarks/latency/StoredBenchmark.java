package io.benchstream.benchmarks.latency;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.LoadOptions;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.LatencyTable;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.benchmarks.measure.TimeOptions;
import io.benchstream.benchmarks.measure.WarmUp;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.benchmarks.service.JvmOptions;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/stored}. */
@Command(
    name = "benchmarks/stored",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "How long it takes from a scrape to its samples in VictoriaMetrics.",
    description = {
      "",
      "Worker, publisher, VictoriaMetrics, registry and nginx are processes of their own. Of each"
          + " scrape one sample (up) is looked for, some forty times a second; before each look"
          + " VictoriaMetrics is told to show all that it has taken. The time counts from the"
          + " scrape's start.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/stored                     100 targets x 1,000 series, every second",
      "  benchmarks/stored --targets 20 --series 150 --measure 30s"
    })
public final class StoredBenchmark implements Callable<Integer> {
  private static final int USUAL_TARGETS = 100;

  @Mixin private final LoadOptions loads = new LoadOptions();
  @Mixin private final TimeOptions times = new TimeOptions();
  @Mixin private final ResultOption results = new ResultOption();

  @Option(
      names = "--publisher-options",
      description = "Options of the publisher's JVM. Default: ${DEFAULT-VALUE}.")
  private String publisherOptions = JvmOptions.PUBLISHER;

  private final Progress progress = new Progress(System.err);

  private StoredBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new StoredBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, Double> figures = new TreeMap<>();
    Map<String, Distribution> distributions;
    try (TestBed bed = TestBed.start(loads.load(USUAL_TARGETS))) {
      figures.putAll(bed.figures());
      distributions = measure(bed, figures);
    }
    System.out.print(LatencyTable.text(distributions));
    results.write(figures, distributions, List.of(Tool.NGINX, Tool.VICTORIA_METRICS));
    return 0;
  }

  private Map<String, Distribution> measure(TestBed bed, Map<String, Double> figures)
      throws IOException, InterruptedException {
    try (LocalVictoriaMetrics store =
            LocalVictoriaMetrics.start(
                LocalVictoriaMetrics.Settings.in(
                    bed.binary(Tool.VICTORIA_METRICS), bed.directory("store")));
        Subject publisher =
            Services.publisher(
                bed.directory("publisher"),
                bed.kafka(),
                store.remoteWriteUrl(),
                "prometheus",
                JvmOptions.split(publisherOptions));
        Subject worker =
            Services.worker(
                "worker", bed.directory("worker"), bed.kafka(), JvmOptions.worker(bed.load()))) {
      bed.writeTargets();
      WarmUp.of("worker and publisher", List.of(publisher, worker), times.warmUp(), progress);
      progress.line("measuring for %d s".formatted(times.measure().toSeconds()));
      StoredSamples stored = new StoredSamples(store);
      stored.follow(times.measure());
      figures.put("stored.missing", (double) stored.missing(bed.load().interval()));
      return Map.of("scrape_to_stored", stored.distribution());
    }
  }
}

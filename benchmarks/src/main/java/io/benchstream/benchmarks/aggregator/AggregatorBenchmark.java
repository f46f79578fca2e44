package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.load.VllmPage;
import io.benchstream.benchmarks.measure.FigureTable;
import io.benchstream.benchmarks.measure.LatencyTable;
import io.benchstream.benchmarks.measure.Observation;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.benchmarks.measure.TimeOptions;
import io.benchstream.benchmarks.measure.WarmUp;
import io.benchstream.benchmarks.measure.Window;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.benchmarks.scrape.ScrapeFigures;
import io.benchstream.benchmarks.service.JvmOptions;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.benchmarks.service.WorkerOptions;
import io.benchstream.local.fetch.Tool;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/aggregator}. */
@Command(
    name = "benchmarks/aggregator",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header =
        "What KPIs cost, beside the worker that scrapes the same samples, and how soon they come.",
    description = {
      "",
      "nginx serves pages of which about a fifth feeds KPIs; a worker scrapes them, an aggregator"
          + " computes the default recipes with windows of 10s and a grace of 2s. Worker,"
          + " aggregator, registry and nginx are processes of their own. CPU is that of each whole"
          + " process over the same time; the delay of KPIs is what a consumer sees.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/aggregator                 500 targets x 1,000 series, every second",
      "  benchmarks/aggregator --targets 100 --measure 30s",
      "  benchmarks/aggregator --recipes 200 --sessions 100"
    })
public final class AggregatorBenchmark implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Programs start between the sessions' record and the warm-up. */
  private static final Duration STARTS = Duration.ofMinutes(2);

  @Option(names = "--targets", description = "Targets. Default: ${DEFAULT-VALUE}.")
  private int targets = 500;

  @Option(names = "--series", description = "Series on a page. Default: ${DEFAULT-VALUE}.")
  private int series = 1_000;

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "1s";

  @Option(names = "--partitions", description = "Partitions of samples. Default: ${DEFAULT-VALUE}.")
  private int partitions = Topics.DEFAULT_PARTITIONS;

  @Option(
      names = "--recipes",
      description =
          "So many recipes: the first of the default set, or all of it and more of the same under"
              + " other names. Default: the default set.")
  private @Nullable Integer recipes;

  @Option(
      names = "--sessions",
      description = "Open sessions that hold all targets. Default: ${DEFAULT-VALUE}.")
  private int sessions;

  @Option(
      names = "--reports-every",
      description =
          "Each session asks for a report of every such time, one after the other. Default:"
              + " ${DEFAULT-VALUE}.")
  private String reportsEvery = "10s";

  @Mixin private final TimeOptions times = new TimeOptions();

  @Mixin private final WorkerOptions workerOptions = new WorkerOptions();

  @Option(
      names = "--aggregator-options",
      description = "Options of the aggregator's JVM. Default: ${DEFAULT-VALUE}.")
  private String aggregatorOptions = "-Xms384m -Xmx384m -XX:+UseSerialGC";

  @Mixin private final ResultOption results = new ResultOption();

  private final Progress progress = new Progress(System.err);

  private AggregatorBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new AggregatorBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (series <= VllmPage.SERIES) {
      throw new IllegalArgumentException(
          "--series %d: %d of them feed KPIs; ask for more".formatted(series, VllmPage.SERIES));
    }
    Load load =
        new Load(
            targets, PageSet.of(PageSet.Shape.VLLM, series), DurationText.parse(interval), false);
    Map<String, Double> figures = new TreeMap<>();
    Map<String, Distribution> distributions;
    try (TestBed bed = TestBed.start(load, partitions)) {
      bed.writeTargets();
      OpenSessions.write(
          bed,
          sessions,
          DurationText.parse(reportsEvery),
          STARTS.plus(times.warmUp()).plus(times.measure()));
      distributions = measure(bed, figures);
    }
    System.out.print(FigureTable.text(figures, List.of("worker", "aggregator")));
    System.out.print(LatencyTable.text(distributions));
    results.write(figures, distributions, List.of(Tool.NGINX));
    return 0;
  }

  private Map<String, Distribution> measure(TestBed bed, Map<String, Double> figures)
      throws IOException, InterruptedException {
    RecipeFile file = recipes == null ? RecipeFile.all() : RecipeFile.of(recipes);
    Path written = recipes == null ? null : file.write(bed.directory("recipes"));
    List<String> options = workerOptions.of(bed.load());
    try (Subject aggregator =
            Services.aggregator(
                bed.directory("aggregator"),
                bed.kafka(),
                written,
                series,
                JvmOptions.split(aggregatorOptions));
        Subject worker = Services.worker("worker", bed.directory("worker"), bed.kafka(), options)) {
      WarmUp.of("worker and aggregator", List.of(worker, aggregator), times.warmUp(), progress);
      progress.line("measuring for %d s".formatted(times.measure().toSeconds()));
      try (KpiDelays delays = new KpiDelays(bed.clients(), GRACE)) {
        Map<String, Observation> seen =
            new Window(List.of(worker, aggregator), bed.probes(), delays::read)
                .observe(times.measure());
        System.out.print(FigureTable.threads(seen.values()));
        figures.putAll(ScrapeFigures.of(bed, seen));
        figures.putAll(aggregator(bed, Objects.requireNonNull(seen.get("aggregator")), file));
        return Map.of("window_end_to_kpi", delays.distribution());
      }
    }
  }

  private Map<String, Double> aggregator(TestBed bed, Observation seen, RecipeFile file) {
    double reports = seen.grown("benchstream_aggregator_session_reports_total");
    if (sessions > 0 && reports == 0) {
      throw new IllegalStateException(
          "%d sessions asked for reports every %s, and the aggregator made none"
              .formatted(sessions, reportsEvery));
    }
    Map<String, Long> state =
        StateBytes.of(
            bed.clients(), bed.kafka().topics().prefix() + "aggregator-targets-changelog");
    String records = "benchstream_aggregator_records_total";
    return Map.of(
        "load.recipes",
        (double) file.size(),
        "load.sessions",
        (double) sessions,
        "aggregator.session_reports",
        reports,
        "load.kpi_series",
        (double) VllmPage.SERIES,
        "aggregator.counted_percent",
        100 * seen.grown(records, "verdict=counted") / seen.grown(records),
        "aggregator.state_kib_per_target",
        state.values().stream().mapToLong(Long::longValue).sum() / 1024.0 / targets,
        "aggregator.layout_kib_per_target",
        state.getOrDefault("layout", 0L) / 1024.0 / targets);
  }
}

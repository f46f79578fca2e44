package io.benchstream.benchmarks.publisher;

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
import io.benchstream.benchmarks.scrape.ScrapeFigures;
import io.benchstream.benchmarks.service.JvmOptions;
import io.benchstream.benchmarks.service.Services;
import io.benchstream.benchmarks.service.WorkerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/publisher}. */
@Command(
    name = "benchmarks/publisher",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "What scrape and remote write cost: worker and publisher, and their peers.",
    description = {
      "",
      "nginx serves the pages and swallows the writes. Worker, publisher, peers, registry and nginx"
          + " are processes of their own; all sides scrape all targets and write all samples, at the"
          + " same time or one after the other. CPU is that of each whole process over the"
          + " measurement; the broker's is told beside it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/publisher                  300 targets x 1,000 series, every second",
      "  benchmarks/publisher --rate 500000 --peers vmagent,prometheus --one-by-one"
    })
public final class PublisherBenchmark implements Callable<Integer> {
  private static final int USUAL_TARGETS = 300;

  @Mixin private final LoadOptions loads = new LoadOptions();
  @Mixin private final TimeOptions times = new TimeOptions();
  @Mixin private final PeerOptions peers = new PeerOptions();
  @Mixin private final ResultOption results = new ResultOption();

  @Option(
      names = "--protocol",
      description =
          "prometheus (snappy, as the peers' here) or victoriametrics (zstd). Default:"
              + " ${DEFAULT-VALUE}.")
  private String protocol = "prometheus";

  @Mixin private final WorkerOptions workerOptions = new WorkerOptions();

  @Option(
      names = "--publisher-options",
      description = "Options of the publisher's JVM. Default: ${DEFAULT-VALUE}.")
  private String publisherOptions = JvmOptions.PUBLISHER;

  private PublisherBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new PublisherBenchmark());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Load load = loads.load(USUAL_TARGETS);
    Map<String, Double> figures;
    List<String> programs;
    try (TestBed bed = TestBed.start(load)) {
      Comparison comparison =
          new Comparison(sides(bed), bed.probes(), times.measure(), new Progress(System.err));
      Map<String, Observation> seen =
          peers.oneByOne() ? comparison.oneByOne() : comparison.together();
      System.out.print(FigureTable.threads(seen.values()));
      figures = ScrapeFigures.of(bed, seen);
      figures.putAll(publisher(Objects.requireNonNull(seen.get("publisher"))));
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
            "worker and publisher",
            times.warmUp(),
            List.of(
                () -> Services.worker("worker", bed.directory("worker"), bed.kafka(), options),
                () -> {
                  var started =
                      Services.publisher(
                          bed.directory("publisher"),
                          bed.kafka(),
                          bed.server().sink(),
                          protocol,
                          JvmOptions.split(publisherOptions));
                  try {
                    // Last, so that neither starts under load.
                    bed.writeTargets();
                    return started;
                  } catch (RuntimeException e) {
                    started.close();
                    throw e;
                  }
                })));
    sides.addAll(peers.sides(bed));
    return sides;
  }

  private static Map<String, Double> publisher(Observation publisher) {
    return Map.of(
        "publisher.bytes_per_sample",
        publisher.grown("benchstream_remote_write_sent_bytes_total") / publisher.samples(),
        "publisher.lag_seconds",
        publisher.after().sum("benchstream_remote_write_lag_seconds"),
        "publisher.requests_failed",
        publisher.grown("benchstream_remote_write_retries_total"));
  }
}

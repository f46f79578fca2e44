package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.ProcessUsage;
import io.benchstream.benchmarks.measure.ThreadUsage;
import io.benchstream.benchmarks.scrape.TargetRecords;
import io.benchstream.benchmarks.scrape.WorkerProcess;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
          + " aggregator, broker, registry and nginx are processes of their own. CPU is that of"
          + " each whole process over the same time; the delay of KPIs is what a consumer sees.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/aggregator                 500 targets x 1,000 series, every second",
      "  benchmarks/aggregator --targets 100 --measure 30s"
    })
public final class AggregatorBenchmark implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(2);

  @Option(names = "--targets", description = "Targets. Default: ${DEFAULT-VALUE}.")
  private int targets = 500;

  @Option(names = "--series", description = "Series on a page. Default: ${DEFAULT-VALUE}.")
  private int series = 1_000;

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "1s";

  @Option(names = "--partitions", description = "Partitions of samples. Default: ${DEFAULT-VALUE}.")
  private int partitions = Topics.DEFAULT_PARTITIONS;

  @Option(names = "--warm-up", description = "Before the measurement. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "2m";

  @Option(names = "--measure", description = "The measurement. Default: ${DEFAULT-VALUE}.")
  private String measure = "60s";

  @Option(
      names = "--worker-options",
      description = "Options of the worker's JVM. Default: ${DEFAULT-VALUE}.")
  private String workerOptions = "-Xms208m -Xmx208m -Xmn64m -XX:+UseSerialGC";

  @Option(
      names = "--aggregator-options",
      description = "Options of the aggregator's JVM. Default: ${DEFAULT-VALUE}.")
  private String aggregatorOptions = "-Xms384m -Xmx384m -XX:+UseSerialGC";

  private AggregatorBenchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new AggregatorBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("benchstream-benchmark-");
    try {
      run(directory);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private void run(Path directory) throws IOException, InterruptedException {
    Path pages = directory.resolve("pages");
    KpiPages.write(pages, series);
    Path nginx = Binaries.of(System.err::println).find(Tool.NGINX);
    try (PageServer server = PageServer.start(nginx, directory.resolve("nginx"), pages, false);
        LocalBroker broker =
            LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
        LocalRegistry registry =
            LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")))) {
      KafkaConfig kafka =
          KafkaConfig.of(
              broker.bootstrapServers(),
              registry.apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, partitions, (short) 1));
      try (KafkaClients clients = new KafkaClients(kafka, "benchmark", new SimpleMeterRegistry());
          Admin admin = clients.admin()) {
        new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
        try (RegistryRecords records = new RegistryRecords(kafka)) {
          TargetRecords.write(clients, records, server, targets, DurationText.parse(interval));
        }
        run(directory, clients);
      }
    }
  }

  private void run(Path directory, KafkaClients clients) throws IOException, InterruptedException {
    try (AggregatorProcess aggregator =
            AggregatorProcess.start(
                directory.resolve("aggregator"),
                clients.config(),
                List.of(aggregatorOptions.split(" +", -1)));
        WorkerProcess worker =
            WorkerProcess.start(
                directory.resolve("worker"),
                clients.config(),
                List.of(workerOptions.split(" +", -1)))) {
      System.err.printf("warming up for %s ...%n", warmUp);
      Thread.sleep(DurationText.parse(warmUp));
      System.err.printf("measuring for %s ...%n", measure);
      Reading before = Reading.of(worker, aggregator);
      try (KpiDelays measured = new KpiDelays(clients, GRACE)) {
        measured.read(DurationText.parse(measure));
        Reading after = Reading.of(worker, aggregator);
        Map<String, Long> state =
            StateBytes.of(
                clients, clients.config().topics().prefix() + "aggregator-targets-changelog");
        print(before, after, measured, state);
      }
    }
  }

  /** All that is known at one moment. */
  private record Reading(
      ProcessUsage worker,
      ProcessUsage aggregator,
      ThreadUsage threads,
      double samples,
      double scrapes,
      double counted) {
    static Reading of(WorkerProcess worker, AggregatorProcess aggregator)
        throws IOException, InterruptedException {
      MetricsPage scraped = MetricsPage.of(worker.metrics());
      MetricsPage computed = MetricsPage.of(aggregator.metrics());
      return new Reading(
          ProcessUsage.of(worker.pid()),
          ProcessUsage.of(aggregator.pid()),
          ThreadUsage.of(aggregator.pid()),
          scraped.sum("benchstream_scrape_samples_published_total"),
          computed.sum("benchstream_aggregator_records_total"),
          computed.sum("benchstream_aggregator_records_total", "verdict=counted"));
    }
  }

  private void print(Reading before, Reading after, KpiDelays delays, Map<String, Long> state) {
    double seconds = after.aggregator().secondsSince(before.aggregator());
    double scrapes = after.scrapes() - before.scrapes();
    double counted = after.counted() - before.counted();
    double samples = after.samples() - before.samples();
    double worker = after.worker().cpuMicrosSince(before.worker()) / samples;
    double aggregator = after.aggregator().cpuMicrosSince(before.aggregator()) / (scrapes * series);
    double layout = state.getOrDefault("layout", 0L) / (double) targets;
    double values = state.getOrDefault("state", 0L) / (double) targets;
    System.out.printf(
        """
        scrapes/s of the aggregator        %,.0f (%.2f %% counted)
        samples/s of the worker            %,.0f, of which %d of %d on a page feed KPIs
        CPU µs per sample, worker          %.4f
        CPU µs per sample, aggregator      %.4f
        aggregator / worker                %.2f
        aggregator, cores                  %.3f
        aggregator, resident MiB           %.0f
        final KPIs                         %,d
        delay after window end and grace   p50 %d ms, p99 %d ms
        state per target                   %.0f bytes (layout %.0f, values %.0f)
        CPU of the aggregator's threads in %.0f s:
        %s""",
        scrapes / seconds,
        100 * counted / scrapes,
        samples / seconds,
        KpiPages.kpiSeries(),
        series,
        worker,
        aggregator,
        aggregator / worker,
        after.aggregator().cpuMicrosSince(before.aggregator()) / 1e6 / seconds,
        after.aggregator().residentBytes() / 1048576.0,
        delays.count(),
        delays.quantile(0.5),
        delays.quantile(0.99),
        layout + values,
        layout,
        values,
        seconds,
        after.threads().since(before.threads()));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

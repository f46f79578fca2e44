package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.Port;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVmagent;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/scrape}. */
@Command(
    name = "benchmarks/scrape",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "What a scrape costs: this worker to a real broker, and vmagent to a null sink.",
    description = {
      "",
      "nginx serves the pages; worker, vmagent, broker, registry and nginx are processes of their"
          + " own, and both programs scrape all targets at the same time. CPU is that of each whole"
          + " process over the same time.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchmarks/scrape                     500 targets x 1,000 series, every second",
      "  benchmarks/scrape --churn 0.01        1 %% of the series are others each time",
      "  benchmarks/scrape --kube-state        one page of 200,000 series, every 10 seconds"
    })
public final class ScrapeBenchmark implements Callable<Integer> {
  private static final int KUBE_STATE_SERIES = 200_000;

  @Option(names = "--targets", description = "Targets. Default: ${DEFAULT-VALUE}.")
  private int targets = 500;

  @Option(names = "--series", description = "Series on a page. Default: ${DEFAULT-VALUE}.")
  private int series = 1_000;

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "1s";

  @Option(
      names = "--churn",
      description = "Share of the series, 0 to 1, that each page replaces. Default: none.")
  private double churn;

  @Option(
      names = "--kube-state",
      description = "One target of 200,000 series every 10s, as of kube-state-metrics.")
  private boolean kubeState;

  @Option(names = "--gzip", description = "The pages are compressed by the server.")
  private boolean gzip;

  @Option(names = "--warm-up", description = "Before the measurement. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "90s";

  @Option(names = "--measure", description = "The measurement. Default: ${DEFAULT-VALUE}.")
  private String measure = "60s";

  @Option(names = "--without-vmagent", description = "Measure the worker alone.")
  private boolean withoutVmagent;

  @Option(
      names = "--worker-options",
      description = "Options of the worker's JVM. Default: ${DEFAULT-VALUE}.")
  private String workerOptions = "-Xms208m -Xmx208m -Xmn64m -XX:+UseSerialGC";

  private ScrapeBenchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new ScrapeBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Scenario scenario =
        kubeState
            ? scenario(
                1, new PageSet(KUBE_STATE_SERIES, 2, churn, PageSet.Shape.KUBE_STATE, 1), "10s")
            : scenario(targets, new PageSet(series, 10, churn, PageSet.Shape.SERVICE, 1), interval);
    Path directory = Files.createTempDirectory("benchstream-benchmark-");
    try {
      System.out.print(run(directory, scenario).text());
    } finally {
      delete(directory);
    }
    return 0;
  }

  private Scenario scenario(int count, PageSet pages, String every) {
    return new Scenario(
        count,
        pages,
        DurationText.parse(every),
        DurationText.parse(warmUp),
        DurationText.parse(measure),
        gzip,
        List.of(workerOptions.split(" +", -1)));
  }

  private Result run(Path directory, Scenario scenario) throws IOException, InterruptedException {
    Binaries binaries = Binaries.of(System.err::println);
    Path nginx = binaries.find(Tool.NGINX);
    Path pages = directory.resolve("pages");
    scenario.pages().write(pages);
    try (PageServer server =
            PageServer.start(nginx, directory.resolve("nginx"), pages, scenario.gzip());
        LocalBroker broker =
            LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
        LocalRegistry registry =
            LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")))) {
      KafkaConfig kafka =
          KafkaConfig.of(
              broker.bootstrapServers(),
              registry.apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, Topics.DEFAULT_PARTITIONS, (short) 1));
      try (KafkaClients clients = new KafkaClients(kafka, "benchmark", new SimpleMeterRegistry());
          Admin admin = clients.admin();
          LocalVmagent vmagent =
              withoutVmagent ? null : vmagent(binaries, directory, server, scenario)) {
        new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
        return run(directory, scenario, server, clients, admin, vmagent);
      }
    }
  }

  private static Result run(
      Path directory,
      Scenario scenario,
      PageServer server,
      KafkaClients clients,
      Admin admin,
      @Nullable LocalVmagent vmagent)
      throws IOException, InterruptedException {
    RegistryRecords records = new RegistryRecords(clients.config());
    TargetRecords.write(clients, records, server, scenario.targets(), scenario.interval());
    records.close();
    try (WorkerProcess worker =
        WorkerProcess.start(
            directory.resolve("worker"), clients.config(), scenario.workerOptions())) {
      System.err.printf("warming up for %s ...%n", DurationText.format(scenario.warmUp()));
      Thread.sleep(scenario.warmUp());
      System.err.printf("measuring for %s ...%n", DurationText.format(scenario.measure()));
      String topic = clients.config().topics().name(Topic.SAMPLES);
      return new Measurement(worker, vmagent, admin, topic).run(scenario.measure());
    }
  }

  private static LocalVmagent vmagent(
      Binaries binaries, Path directory, PageServer server, Scenario scenario) throws IOException {
    Path own = directory.resolve("vmagent");
    Path config =
        VmagentConfig.write(
            directory.resolve("scrape.yml"), server, scenario.targets(), scenario.interval());
    return LocalVmagent.start(
        new LocalVmagent.Settings(
            binaries.find(Tool.VMAGENT),
            own,
            Port.any(),
            config,
            server.sink(),
            List.of("-promscrape.maxScrapeSize=128MB")));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package io.benchstream.benchmarks.publisher;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.ProcessUsage;
import io.benchstream.benchmarks.measure.ThreadUsage;
import io.benchstream.benchmarks.scrape.TargetRecords;
import io.benchstream.benchmarks.scrape.VmagentConfig;
import io.benchstream.benchmarks.scrape.WorkerProcess;
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
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/publisher}. */
@Command(
    name = "benchmarks/publisher",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "What scrape and remote write cost: worker and publisher, and vmagent.",
    description = {
      "",
      "nginx serves the pages and swallows the writes. Worker, publisher, vmagent, broker, registry"
          + " and nginx are processes of their own; both sides scrape all targets and write all"
          + " samples at the same time. CPU is that of each whole process over the same time; the"
          + " broker's is not in it.",
      ""
    })
public final class PublisherBenchmark implements Callable<Integer> {
  @Option(names = "--targets", description = "Targets. Default: ${DEFAULT-VALUE}.")
  private int targets = 300;

  @Option(names = "--series", description = "Series on a page. Default: ${DEFAULT-VALUE}.")
  private int series = 1_000;

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "1s";

  @Option(
      names = "--protocol",
      description =
          "prometheus (snappy, as vmagent's here) or victoriametrics (zstd). Default:"
              + " ${DEFAULT-VALUE}.")
  private String protocol = "prometheus";

  @Option(names = "--warm-up", description = "Before the measurement. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "45s";

  @Option(names = "--measure", description = "The measurement. Default: ${DEFAULT-VALUE}.")
  private String measure = "60s";

  @Option(
      names = "--worker-options",
      description = "Options of the worker's JVM. Default: ${DEFAULT-VALUE}.")
  private String workerOptions = "-Xms128m -Xmx256m -XX:+UseSerialGC";

  @Option(
      names = "--publisher-options",
      description = "Options of the publisher's JVM. Default: ${DEFAULT-VALUE}.")
  private String publisherOptions = "-Xms128m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private PublisherBenchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new PublisherBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("benchstream-benchmark-");
    try {
      run(directory);
    } finally {
      Trees.delete(directory);
    }
    return 0;
  }

  private void run(Path directory) throws IOException, InterruptedException {
    Binaries binaries = Binaries.of(System.err::println);
    Path nginx = binaries.find(Tool.NGINX);
    Path pages = directory.resolve("pages");
    new PageSet(series, 10, 0, PageSet.Shape.SERVICE, 1).write(pages);
    try (PageServer server = PageServer.start(nginx, directory.resolve("nginx"), pages, false);
        LocalBroker broker =
            LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
        LocalRegistry registry =
            LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")))) {
      KafkaConfig kafka =
          KafkaConfig.of(
              broker.bootstrapServers(),
              registry.apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, Topics.DEFAULT_PARTITIONS, (short) 1));
      try (WorkerProcess worker =
              WorkerProcess.start(directory.resolve("worker"), kafka, options(workerOptions));
          PublisherProcess publisher =
              PublisherProcess.start(
                  directory.resolve("publisher"),
                  kafka,
                  server.sink(),
                  protocol,
                  options(publisherOptions))) {
        // Last, so that nothing starts under load.
        writeTargets(kafka, server);
        try (LocalVmagent vmagent = vmagent(binaries, directory, server)) {
          measure(worker, publisher, vmagent);
        }
      }
    }
  }

  private void measure(WorkerProcess worker, PublisherProcess publisher, LocalVmagent vmagent)
      throws IOException, InterruptedException {
    Duration warm = DurationText.parse(warmUp);
    System.err.printf("warming up for %s ...%n", DurationText.format(warm));
    Thread.sleep(warm);
    ThreadUsage workerThreads = ThreadUsage.of(worker.pid());
    ThreadUsage publisherThreads = ThreadUsage.of(publisher.pid());
    Reading before = Reading.of(worker, publisher, vmagent);
    Duration length = DurationText.parse(measure);
    System.err.printf("measuring for %s ...%n", DurationText.format(length));
    Thread.sleep(length);
    Reading after = Reading.of(worker, publisher, vmagent);
    System.err.println("CPU of the worker's threads:");
    System.err.print(ThreadUsage.of(worker.pid()).since(workerThreads));
    System.err.println("CPU of the publisher's threads:");
    System.err.print(ThreadUsage.of(publisher.pid()).since(publisherThreads));
    System.out.print(after.since(before));
  }

  private void writeTargets(KafkaConfig kafka, PageServer server) {
    try (KafkaClients clients = new KafkaClients(kafka, "benchmark", new SimpleMeterRegistry());
        Admin admin = clients.admin();
        RegistryRecords records = new RegistryRecords(kafka)) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
      TargetRecords.write(clients, records, server, targets, DurationText.parse(interval));
    }
  }

  private LocalVmagent vmagent(Binaries binaries, Path directory, PageServer server)
      throws IOException {
    Path config =
        VmagentConfig.write(
            directory.resolve("scrape.yml"), server, targets, DurationText.parse(interval));
    return LocalVmagent.start(
        new LocalVmagent.Settings(
            binaries.find(Tool.VMAGENT),
            directory.resolve("vmagent"),
            Port.any(),
            config,
            server.sink(),
            List.of()));
  }

  private static List<String> options(String text) {
    return List.of(text.split(" +", -1));
  }

  /** All that is known at one moment. */
  private record Reading(
      ProcessUsage worker,
      ProcessUsage publisher,
      ProcessUsage vmagent,
      MetricsPage workerPage,
      MetricsPage publisherPage,
      MetricsPage vmagentPage) {

    static Reading of(WorkerProcess worker, PublisherProcess publisher, LocalVmagent vmagent)
        throws IOException, InterruptedException {
      return new Reading(
          ProcessUsage.of(worker.pid()),
          ProcessUsage.of(publisher.pid()),
          ProcessUsage.of(vmagent.pid()),
          MetricsPage.of(worker.metrics()),
          MetricsPage.of(publisher.metrics()),
          MetricsPage.of(vmagent.url().resolve("metrics")));
    }

    /** The difference, as a table. */
    String since(Reading before) {
      double seconds = worker.secondsSince(before.worker);
      double scraped =
          grown(before.workerPage, workerPage, "benchstream_scrape_samples_published_total");
      double written =
          grown(before.publisherPage, publisherPage, "benchstream_remote_write_samples_total");
      double sent =
          grown(before.publisherPage, publisherPage, "benchstream_remote_write_sent_bytes_total");
      double agent = grown(before.vmagentPage, vmagentPage, "vm_promscrape_scraped_samples_sum");
      double scrape = worker.cpuMicrosSince(before.worker) / scraped;
      double write = publisher.cpuMicrosSince(before.publisher) / written;
      double both = vmagent.cpuMicrosSince(before.vmagent) / agent;
      return """
                                worker   publisher        both     vmagent
      samples/s           %,12.0f%,12.0f            %,12.0f
      CPU µs per sample   %12.4f%12.4f%12.4f%12.4f
      resident MiB        %12d%12d            %12d

      (worker + publisher) / vmagent, CPU per sample   %.3f
      bytes per sample sent by the publisher           %.2f
      publisher's lag, seconds                         %.2f
      requests that failed                             %.0f
      """
          .formatted(
              scraped / seconds,
              written / seconds,
              agent / seconds,
              scrape,
              write,
              scrape + write,
              both,
              worker.residentBytes() >> 20,
              publisher.residentBytes() >> 20,
              vmagent.residentBytes() >> 20,
              (scrape + write) / both,
              sent / written,
              publisherPage.sum("benchstream_remote_write_lag_seconds"),
              grown(before.publisherPage, publisherPage, "benchstream_remote_write_retries_total"));
    }

    private static double grown(MetricsPage before, MetricsPage after, String metric) {
      return after.sum(metric) - before.sum(metric);
    }
  }
}

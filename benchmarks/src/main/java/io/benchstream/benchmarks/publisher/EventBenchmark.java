package io.benchstream.benchmarks.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TemporaryDirectory;
import io.benchstream.benchmarks.measure.Latencies;
import io.benchstream.benchmarks.measure.LatencyTable;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.ResultOption;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.DiscoveryPipeline;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.Port;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVmagent;
import io.benchstream.publisher.PublisherConfig;
import io.benchstream.publisher.PublisherPipeline;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.benchstream.scrape.ScrapeConfig;
import io.benchstream.scrape.ScrapePipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/events}. */
@Command(
    name = "benchmarks/events",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "How long it takes from a lifecycle event to vmagent and to the first sample.",
    description = {
      "",
      "Discovery, workers and publisher run in this process, broker, registry, vmagent and nginx"
          + " beside it. Each event starts a job with one target for workers and vmagent. Seen is a"
          + " target when vmagent lists it; a sample when a consumer has it.",
      ""
    })
public final class EventBenchmark implements Callable<Integer> {
  private static final int WARM_UP = 30;
  private static final int PROGRESS_STEP = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--events", description = "Events. Default: ${DEFAULT-VALUE}.")
  private int events = 200;

  @Option(names = "--pause", description = "Between two events. Default: ${DEFAULT-VALUE}.")
  private String pause = "300ms";

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "10s";

  @Mixin private final ResultOption results = new ResultOption();

  private final Map<String, Long> listed = new ConcurrentHashMap<>();
  private final Map<String, Long> sampled = new ConcurrentHashMap<>();
  private final Progress progress = new Progress(System.err);
  private volatile boolean closing;

  private EventBenchmark() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new EventBenchmark());
  }

  @Override
  public Integer call() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Map<String, Distribution> measured = run(directory.path());
      System.out.print(LatencyTable.text(measured));
      results.write(
          Map.of("load.events", (double) events), measured, List.of(Tool.NGINX, Tool.VMAGENT));
    }
    return 0;
  }

  private Map<String, Distribution> run(Path directory) throws Exception {
    Binaries binaries = Binaries.of(System.err::println);
    Path pages = directory.resolve("pages");
    PageSet.of(PageSet.Shape.SERVICE, 100).write(pages);
    Path config = directory.resolve("config");
    Files.createDirectories(config);
    Files.writeString(config.resolve("prometheus.yml"), "scrape_configs: []\n");
    try (PageServer server =
            PageServer.start(
                binaries.find(Tool.NGINX), directory.resolve("nginx"), pages, false, false);
        LocalBroker broker =
            LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
        LocalRegistry registry =
            LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")));
        LocalVmagent vmagent =
            LocalVmagent.start(
                new LocalVmagent.Settings(
                    binaries.find(Tool.VMAGENT),
                    directory.resolve("vmagent"),
                    Port.any(),
                    config.resolve("prometheus.yml"),
                    server.sink(),
                    List.of()))) {
      KafkaConfig kafka =
          KafkaConfig.of(
              broker.bootstrapServers(),
              registry.apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, Topics.DEFAULT_PARTITIONS, (short) 1));
      ServiceContext context = ServiceContext.create();
      try (Lifecycle services = services(kafka, vmagent, config, context)) {
        services.start();
        return measure(kafka, server, vmagent, context);
      } finally {
        context.close();
      }
    }
  }

  private static Lifecycle services(
      KafkaConfig kafka, LocalVmagent vmagent, Path config, ServiceContext context) {
    Lifecycle services = new Lifecycle();
    services.add(
        new PublisherPipeline(
            new PublisherConfig(
                kafka,
                null,
                new io.benchstream.publisher.VmagentConfig(config, vmagent.url(), null, null),
                List.of()),
            context));
    services.add(new ScrapePipeline(ScrapeConfig.of(kafka), context));
    services.add(new DiscoveryPipeline(DiscoveryConfig.of(kafka), context));
    return services;
  }

  private Map<String, Distribution> measure(
      KafkaConfig kafka, PageServer server, LocalVmagent vmagent, ServiceContext context)
      throws Exception {
    awaitTrue("the services are ready", () -> context.health().ready());
    Thread lists = new Thread(() -> followVmagent(vmagent.url()), "vmagent");
    Thread samples = new Thread(() -> followSamples(kafka), "samples");
    lists.start();
    samples.start();
    try (KafkaClients clients = new KafkaClients(kafka, "benchmark", new SimpleMeterRegistry());
        RegistryRecords records = new RegistryRecords(kafka);
        Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      RecordWriter<LifecycleEvent> writer = records.writer(Topic.LIFECYCLE);
      long[] sent = new long[WARM_UP + events];
      progress.line("%d events, %s apart".formatted(sent.length, pause));
      for (int i = 0; i < sent.length; i++) {
        if (i % PROGRESS_STEP == 0 && i > 0) {
          progress.line("%d events of %d".formatted(i, sent.length));
        }
        LifecycleEvent event = event(server, i);
        sent[i] = System.nanoTime();
        producer.send(writer.record(ResourceKeys.job(event.getCluster(), job(i)), event)).get();
        Thread.sleep(DurationText.parse(pause));
      }
      awaitTrue(
          "every target is listed and scraped",
          () -> listed.size() >= sent.length && sampled.size() >= sent.length);
      return Map.of(
          "event_to_vmagent", distribution(sent, listed),
          "event_to_sample", distribution(sent, sampled));
    } finally {
      closing = true;
      lists.join();
      samples.join();
    }
  }

  private LifecycleEvent event(PageServer server, int number) {
    long millis = DurationText.parse(interval).toMillis();
    Endpoint endpoint =
        Endpoint.newBuilder()
            .setAddress(server.address())
            .setPath(PageServer.path(number))
            .setSettings(
                ScrapeSettings.newBuilder()
                    .setScrapeIntervalMs(millis)
                    .setScrapeTimeoutMs(Math.min(millis, 5_000))
                    .setCollector(Collector.BOTH)
                    .build())
            .build();
    return LifecycleEvent.newBuilder()
        .setId("event-" + number)
        .setSource("benchmark")
        .setTime(Instant.now())
        .setResourceType(ResourceType.JOB)
        .setCluster("c" + number % 5)
        .setJob(job(number))
        .setPhase(Phase.RUNNING)
        .setKind("static")
        .setEndpoints(List.of(endpoint))
        .build();
  }

  private static String job(int number) {
    return "job-" + number + "-end";
  }

  private void followVmagent(URI vmagent) {
    while (!closing) {
      try (var in = vmagent.resolve("api/v1/targets").toURL().openStream()) {
        String page = new String(in.readAllBytes(), UTF_8);
        long now = System.nanoTime();
        for (int i = listed.size(); page.contains("\"" + job(i) + "\""); i++) {
          listed.put(job(i), now);
        }
        Thread.sleep(10);
      } catch (IOException e) {
        System.err.println("vmagent's targets cannot be read: " + e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void followSamples(KafkaConfig kafka) {
    try (KafkaClients clients = new KafkaClients(kafka, "samples", new SimpleMeterRegistry());
        RegistryRecords records = new RegistryRecords(kafka);
        Consumer<byte[], byte[]> consumer = clients.groupConsumer("benchmark", Map.of())) {
      consumer.subscribe(List.of(kafka.topics().name(Topic.SAMPLES)));
      RecordReader<Scrape> reader = records.reader(Scrape.class);
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          if (reader.read(record) instanceof Decoded.Value<Scrape>(Scrape scrape)
              && scrape.getOutcome() == ScrapeOutcome.SUCCESS) {
            sampled.putIfAbsent(scrape.getLabels().getOrDefault("job", ""), System.nanoTime());
          }
        }
      }
    }
  }

  private static void awaitTrue(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not within %d s: %s".formatted(PATIENCE.toSeconds(), what));
      }
      Thread.sleep(20);
    }
  }

  private Distribution distribution(long[] sent, Map<String, Long> seen) {
    Latencies latencies = new Latencies();
    for (int i = WARM_UP; i < sent.length; i++) {
      latencies.record(
          Duration.ofNanos(Objects.requireNonNull(seen.get(job(i)), "a lost event") - sent[i]));
    }
    return latencies.distribution();
  }
}

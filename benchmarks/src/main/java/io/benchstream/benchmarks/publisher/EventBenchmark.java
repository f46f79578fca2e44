package io.benchstream.benchmarks.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.load.PageSet;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--events", description = "Events. Default: ${DEFAULT-VALUE}.")
  private int events = 200;

  @Option(names = "--pause", description = "Between two events. Default: ${DEFAULT-VALUE}.")
  private String pause = "300ms";

  @Option(names = "--interval", description = "Between two scrapes. Default: ${DEFAULT-VALUE}.")
  private String interval = "10s";

  private final Map<String, Long> listed = new ConcurrentHashMap<>();
  private final Map<String, Long> sampled = new ConcurrentHashMap<>();
  private volatile boolean closing;

  private EventBenchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new EventBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("benchstream-benchmark-");
    try {
      run(directory);
    } finally {
      Trees.delete(directory);
    }
    return 0;
  }

  private void run(Path directory) throws Exception {
    Binaries binaries = Binaries.of(System.err::println);
    Path pages = directory.resolve("pages");
    new PageSet(100, 10, 0, PageSet.Shape.SERVICE, 1).write(pages);
    Path config = directory.resolve("config");
    Files.createDirectories(config);
    Files.writeString(config.resolve("prometheus.yml"), "scrape_configs: []\n");
    try (PageServer server =
            PageServer.start(binaries.find(Tool.NGINX), directory.resolve("nginx"), pages, false);
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
        measure(kafka, server, vmagent, context);
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

  private void measure(
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
      for (int i = 0; i < sent.length; i++) {
        LifecycleEvent event = event(server, i);
        sent[i] = System.nanoTime();
        producer.send(writer.record(ResourceKeys.job(event.getCluster(), job(i)), event)).get();
        Thread.sleep(DurationText.parse(pause));
      }
      awaitTrue(
          "every target is listed and scraped",
          () -> listed.size() >= sent.length && sampled.size() >= sent.length);
      print("event -> vmagent lists the target", sent, listed);
      print("event -> first sample at a consumer", sent, sampled);
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

  private static void print(String what, long[] sent, Map<String, Long> seen) {
    List<Double> millis = new ArrayList<>();
    for (int i = WARM_UP; i < sent.length; i++) {
      millis.add((seen.getOrDefault(job(i), Long.MAX_VALUE) - sent[i]) / 1e6);
    }
    Collections.sort(millis);
    System.out.printf(
        "%-38s %d events: p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
        what,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.getLast());
  }
}

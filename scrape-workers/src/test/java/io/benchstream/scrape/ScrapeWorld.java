package io.benchstream.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.topics.TargetIds;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.benchstream.scrape.fetch.FaultyServer;
import io.benchstream.scrape.fetch.RefusingPort;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Workers, targets and topics of one test, on a real broker and registry. */
final class ScrapeWorld implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** A machine that does nothing for seconds must not cost a worker its partitions. */
  private static final Map<String, String> PATIENT = Map.of("session.timeout.ms", "60000");

  private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(20);

  private final KafkaConfig kafka;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Producer<byte[], byte[]> producer;
  private final RecordWriter<Target> targets;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread follower;
  private final List<FaultyServer> servers = new ArrayList<>();
  private final RefusingPort refusing = new RefusingPort();
  private final List<WorkerInstance> workers = new ArrayList<>();
  private volatile boolean closing;

  final List<DecodedScrape> scrapes = new CopyOnWriteArrayList<>();
  private final Map<String, TargetStatus> statuses = new ConcurrentHashMap<>();
  final List<String> statusTombstones = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> letters = new CopyOnWriteArrayList<>();
  final AtomicInteger fenced = new AtomicInteger();
  final List<String> faults = new CopyOnWriteArrayList<>();

  /** A worker with its own context. */
  final class WorkerInstance implements AutoCloseable {
    final ServiceContext context = ServiceContext.create();
    private final ScrapePipeline pipeline;
    private boolean closed;

    WorkerInstance(String id, @Nullable Long maxInFlightBytes) {
      pipeline =
          new ScrapePipeline(
              new ScrapeConfig(
                  kafka,
                  null,
                  id,
                  null,
                  2,
                  null,
                  null,
                  null,
                  null,
                  null,
                  maxInFlightBytes,
                  null,
                  Duration.ofSeconds(1),
                  RELEASE_PATIENCE),
              context);
      pipeline.start();
    }

    double count(String name) {
      return context.metrics().registry().find(name).counters().stream()
          .mapToDouble(Counter::count)
          .sum();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        pipeline.close();
        context.close();
      }
    }
  }

  ScrapeWorld(LocalBroker broker, LocalRegistry registry, String name) {
    kafka =
        new KafkaConfig(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics(name + ".", PARTITIONS, (short) 1),
            PATIENT);
    clients = new KafkaClients(kafka, name, new SimpleMeterRegistry());
    records = new RegistryRecords(kafka);
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    producer = clients.producer(Map.of());
    targets = records.writer(Topic.TARGETS);
    consumer = clients.consumer(Map.of());
    follower = Thread.ofPlatform().start(this::follow);
  }

  WorkerInstance startWorker(String id) {
    return startWorker(id, null);
  }

  WorkerInstance startWorker(String id, @Nullable Long maxInFlightBytes) {
    WorkerInstance worker = new WorkerInstance(id, maxInFlightBytes);
    workers.add(worker);
    return worker;
  }

  KafkaConfig kafka() {
    return kafka;
  }

  FaultyServer serve(FaultyServer.Script script) {
    FaultyServer server = new FaultyServer(script);
    servers.add(server);
    return server;
  }

  /** The address of a port that refuses connections. */
  String refuse() {
    return refusing.address();
  }

  /** A target with the usual settings, one of which a test may change. */
  static Target target(String address, Duration interval, Duration timeout) {
    ScrapeLimits limits = new ScrapeLimits();
    limits.setBodySizeLimit(1 << 20);
    HttpClientConfig http = new HttpClientConfig();
    http.setHeaders(Map.of());
    http.setFollowRedirects(true);
    ScrapeSettings settings = new ScrapeSettings();
    settings.setScrapeIntervalMs(interval.toMillis());
    settings.setScrapeTimeoutMs(timeout.toMillis());
    settings.setHonorTimestamps(true);
    settings.setLimits(limits);
    settings.setMetricRelabelConfigs(List.of());
    settings.setHttp(http);
    settings.setCollector(Collector.WORKERS);
    Target target = new Target();
    target.setId(TargetIds.of("c", "j", address, "/metrics", Map.of()));
    target.setCluster("c");
    target.setJob("j");
    target.setKind("node");
    target.setScheme("http");
    target.setAddress(address);
    target.setPath("/metrics");
    target.setParams(Map.of());
    target.setLabels(Map.of("job", "j", "instance", address));
    target.setSettings(settings);
    target.setChangedAt(Instant.now());
    return target;
  }

  String put(Target target) {
    send(targets.record(target.getId(), target));
    return target.getId();
  }

  void delete(String id) {
    send(targets.tombstone(id));
  }

  void putRaw(String key, byte[] value) {
    send(new ProducerRecord<>(kafka.topics().name(Topic.TARGETS), key.getBytes(UTF_8), value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** The last status; throws where there is none yet. */
  TargetStatus status(String id) {
    return Optional.ofNullable(statuses.get(id)).orElseThrow();
  }

  List<DecodedScrape> scrapesOf(String id) {
    return scrapes.stream().filter(scrape -> scrape.targetId().equals(id)).toList();
  }

  List<DecodedScrape> successesOf(String id) {
    return scrapesOf(id).stream()
        .filter(scrape -> scrape.header().outcome() == ScrapeOutcome.SUCCESS)
        .toList();
  }

  private void follow() {
    RecordReader<Scrape> scrapeReader = records.reader(Scrape.class);
    RecordReader<TargetStatus> statusReader = records.reader(TargetStatus.class);
    Map<Integer, ScrapeDecoder> decoders = new HashMap<>();
    Topics topics = kafka.topics();
    try (consumer) {
      List<org.apache.kafka.common.TopicPartition> partitions = new ArrayList<>();
      for (Topic topic : List.of(Topic.SAMPLES, Topic.TARGET_STATUS, Topic.DEAD_LETTERS)) {
        for (int i = 0; i < topics.partitions(topic); i++) {
          partitions.add(new org.apache.kafka.common.TopicPartition(topics.name(topic), i));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.topic().equals(topics.name(Topic.SAMPLES))) {
            ScrapeDecoder decoder =
                decoders.computeIfAbsent(record.partition(), _ -> new ScrapeDecoder());
            take(decoder, scrapeReader.read(record));
          } else if (record.topic().equals(topics.name(Topic.TARGET_STATUS))) {
            takeStatus(record, statusReader.read(record));
          } else {
            Map<String, String> headers = new HashMap<>();
            record
                .headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
            letters.add(headers);
          }
        }
      }
    } catch (RuntimeException e) {
      if (!(e instanceof WakeupException && closing)) {
        faults.add(e.toString());
      }
    }
  }

  private void take(ScrapeDecoder decoder, Decoded<Scrape> read) {
    if (!(read instanceof Decoded.Value<Scrape>(Scrape scrape))) {
      faults.add(read.toString());
      return;
    }
    switch (decoder.decode(scrape)) {
      case io.benchstream.schemas.samples.Decoded.Complete complete ->
          scrapes.add(complete.scrape());
      case io.benchstream.schemas.samples.Decoded.Incomplete more -> {}
      case io.benchstream.schemas.samples.Decoded.Fenced late -> fenced.incrementAndGet();
      case io.benchstream.schemas.samples.Decoded other -> faults.add(other.toString());
    }
  }

  private void takeStatus(ConsumerRecord<byte[], byte[]> record, Decoded<TargetStatus> read) {
    switch (read) {
      case Decoded.Value<TargetStatus>(TargetStatus status) ->
          statuses.put(status.getTargetId(), status);
      case Decoded.Tombstone<TargetStatus> tombstone -> {
        String id = new String(record.key(), UTF_8);
        statusTombstones.add(id);
        statuses.remove(id);
      }
      case Decoded.Undecodable<TargetStatus>(String reason) -> faults.add(reason);
    }
  }

  static String reason(Map<String, String> letter) {
    return letter.getOrDefault(DeadLetters.REASON, "");
  }

  @Override
  public void close() {
    workers.forEach(WorkerInstance::close);
    servers.forEach(FaultyServer::close);
    refusing.close();
    closing = true;
    consumer.wakeup();
    try {
      follower.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    records.close();
    clients.close();
  }
}

package io.benchstream.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.cli.installation.LocalState;
import io.benchstream.cli.store.StoreClient;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Local mode in this process, with what tests ask of it. */
final class Installation implements AutoCloseable {
  static final String CLUSTER = "lab";
  static final Duration INTERVAL = Duration.ofMillis(500);

  private final LocalMode local;
  private final Path directory;
  private final KafkaClients clients;
  private final KafkaSession session;
  private final StoreClient store;

  private Installation(LocalMode local, Path directory) {
    this.local = local;
    this.directory = directory;
    this.clients = new KafkaClients(kafka(), "test", new SimpleMeterRegistry());
    this.session = KafkaSession.open(kafka());
    this.store = new StoreClient(URI.create(state().storeUrl()));
  }

  static Installation start(Path directory) throws InterruptedException {
    return new Installation(
        LocalMode.start(
            LocalConfig.onFreePorts(new DataDirectory(directory)), StartProgress.silent()),
        directory);
  }

  Path directory() {
    return directory;
  }

  LocalState state() {
    return local.state();
  }

  KafkaConfig kafka() {
    return InstallationOptions.kafka(local.state());
  }

  KafkaSession session() {
    return session;
  }

  StoreClient store() {
    return store;
  }

  void emit(String job, Phase phase, URI... servers) {
    emit(job, phase, Map.of(), servers);
  }

  void emit(String job, Phase phase, Map<String, String> labels, URI... servers) {
    Instant now = Instant.now();
    LifecycleEvent event =
        LifecycleEvent.newBuilder()
            .setId("%s-%s-%d".formatted(job, phase, now.toEpochMilli()))
            .setSource("/test")
            .setTime(now)
            .setResourceType(ResourceType.JOB)
            .setCluster(CLUSTER)
            .setJob(job)
            .setPhase(phase)
            .setKind("vllm")
            .setLabels(labels)
            .setEndpoints(Stream.of(servers).map(Installation::endpoint).toList())
            .build();
    session.send(Topic.LIFECYCLE, ResourceKeys.job(CLUSTER, job), event);
  }

  private static Endpoint endpoint(URI server) {
    ScrapeSettings settings = ScrapeSettings.newBuilder().build();
    settings.setScrapeIntervalMs(INTERVAL.toMillis());
    settings.setScrapeTimeoutMs(INTERVAL.toMillis());
    settings.setCollector(Collector.BOTH);
    return Endpoint.newBuilder()
        .setAddress("127.0.0.1:" + server.getPort())
        .setSettings(settings)
        .build();
  }

  /** All text of vmagent's configuration, the job files included. */
  String vmagentConfig() {
    try (Stream<Path> files = Files.walk(directory.resolve("vmagent"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(state().gatewayUrl() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Writes bytes that are no record to every partition of a topic. */
  void poison(Topic topic) throws Exception {
    try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      String name = kafka().topics().name(topic);
      for (int partition = 0; partition < kafka().topics().partitions(topic); partition++) {
        producer
            .send(
                new ProducerRecord<>(
                    name, partition, "poison".getBytes(UTF_8), "\u0007no record".getBytes(UTF_8)))
            .get();
      }
    }
  }

  /** Follows the dead letters: one text "topic stage: reason" for each. */
  Letters letters() {
    return new Letters(clients, kafka().topics().name(Topic.DEAD_LETTERS));
  }

  @Override
  public void close() {
    store.close();
    session.close();
    clients.close();
    local.close();
  }

  /** The dead letters so far. */
  static final class Letters implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final Queue<String> letters = new ConcurrentLinkedQueue<>();

    private Letters(KafkaClients clients, String topic) {
      consumer = clients.consumer(Map.of());
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    List<String> poll() {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        letters.add(
            "%s %s: %s"
                .formatted(
                    header(record, DeadLetters.TOPIC),
                    header(record, DeadLetters.STAGE),
                    header(record, DeadLetters.REASON)));
      }
      return letters.stream().distinct().collect(Collectors.toList());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
      return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}

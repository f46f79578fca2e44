package io.benchstream.aggregator;

import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.metrics.Metrics;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Topics of a test's own on a real broker, a worker's producer, and what stands on the topics. */
final class AggregatorWorld implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  final KafkaConfig kafka;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final RecordWriter<Scrape> writer;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> kpis;
  private final RecordReader<KpiWindow> reader;
  private final List<KpiWindow> finals = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();

  AggregatorWorld(LocalBroker broker, LocalRegistry registry, String prefix, int partitions) {
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics(prefix + ".", partitions, (short) 1));
    clients = new KafkaClients(kafka, prefix, new SimpleMeterRegistry());
    records = new RegistryRecords(kafka);
    writer = records.writer(Topic.SAMPLES);
    producer = clients.producer(Map.of("linger.ms", "0"));
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    reader = records.reader(KpiWindow.class);
    kpis = clients.consumer(Map.of());
    kpis.assign(
        kpis.partitionsFor(kafka.topics().name(Topic.KPIS)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList());
    kpis.seekToBeginning(kpis.assignment());
  }

  /** Sends records as a worker does, and waits until the broker has them. */
  void send(List<Scrape> scrapes) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Scrape scrape : scrapes) {
      // As if sent right after the scrape, also where a test tells of a time long past.
      ProducerRecord<byte[], byte[]> record = writer.record(scrape.getTargetId(), scrape);
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  record.topic(),
                  null,
                  scrape.getScrapeTime().toEpochMilli(),
                  record.key(),
                  record.value(),
                  record.headers())));
    }
    for (Future<RecordMetadata> record : sent) {
      try {
        record.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  void send(Session session) {
    try {
      producer.send(records.<Session>writer(Topic.SESSIONS).record(session.getId(), session)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** The reports that stand on the topic by now, by key. */
  Map<String, SessionReport> reports() {
    Map<String, SessionReport> reports = new HashMap<>();
    RecordReader<SessionReport> decoder = records.reader(SessionReport.class);
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(
          consumer.partitionsFor(kafka.topics().name(Topic.SESSION_REPORTS)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
      consumer.seekToBeginning(consumer.assignment());
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (decoder.read(record) instanceof Decoded.Value<SessionReport>(SessionReport report)) {
            reports.put(new String(record.key(), StandardCharsets.UTF_8), report);
          }
        }
      }
    }
    return reports;
  }

  Instance start(AggregatorConfig config) {
    Instance instance = new Instance(config);
    instances.add(instance);
    await().atMost(PATIENCE).until(instance.context.health()::ready);
    return instance;
  }

  /** All final KPIs that stand on the topic by now. */
  List<KpiWindow> finals() {
    Map<TopicPartition, Long> ends = kpis.endOffsets(kpis.assignment());
    while (ends.entrySet().stream().anyMatch(end -> kpis.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : kpis.poll(Duration.ofMillis(100))) {
        if (reader.read(record) instanceof Decoded.Value<KpiWindow>(KpiWindow kpi)
            && kpi.getStatus() == WindowStatus.FINAL) {
          finals.add(kpi);
        }
      }
    }
    return List.copyOf(finals);
  }

  @Override
  public void close() {
    instances.reversed().forEach(Instance::close);
    producer.close();
    kpis.close();
    records.close();
    clients.close();
  }

  AggregatorConfig config(Path stateDir, Duration window, Duration grace) {
    return new AggregatorConfig(
        kafka, null, null, window, grace, null, null, stateDir, 1, null, null, null, null);
  }

  /** One instance of the aggregator. */
  static final class Instance implements AutoCloseable {
    final ServiceContext context =
        new ServiceContext(new Health(), new Metrics(), Clock.systemUTC());
    private final AggregatorPipeline pipeline;
    private boolean closed;

    Instance(AggregatorConfig config) {
      pipeline = new AggregatorPipeline(config, context);
      pipeline.start();
    }

    double meter(String name, String tag, String value) {
      return context.metrics().registry().get(name).tag(tag, value).counter().count();
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
}

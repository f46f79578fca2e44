package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.DiscoveryPipeline;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.metrics.Metrics;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Instances of the discovery service on real topics of their own, a producer of events, and what
 * stands on the topics.
 */
final class World implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final KafkaConfig kafka;
  final Map<String, Target> targets = new ConcurrentHashMap<>();
  final Map<String, Resource> resources = new ConcurrentHashMap<>();
  final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** Every record of the topic of targets: its key and whether it was a tombstone. */
  final List<String> targetRecords = new CopyOnWriteArrayList<>();

  /** When each target was seen first, by address, in nanoseconds. */
  final Map<String, Long> seenAt = new ConcurrentHashMap<>();

  final Producer<byte[], byte[]> producer;

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final RecordWriter<LifecycleEvent> events;
  private final Health health = new Health();
  private final List<Runnable> open = new ArrayList<>();

  World(LocalBroker broker, LocalRegistry registry, String prefix) {
    kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics(prefix + ".", 4, (short) 1));
    clients = new KafkaClients(kafka, prefix, new SimpleMeterRegistry());
    records = new RegistryRecords(kafka);
    producer = clients.producer(Map.of("linger.ms", "0"));
    events = records.writer(Topic.LIFECYCLE);
  }

  /** Another instance; returns once it works. */
  Instance start() {
    Instance instance = new Instance(DiscoveryConfig.of(kafka));
    open.add(instance::close);
    await().atMost(PATIENCE).until(instance::ready);
    return instance;
  }

  Instance start(DiscoveryConfig config) {
    Instance instance = new Instance(config);
    open.add(instance::close);
    await().atMost(PATIENCE).until(instance::ready);
    return instance;
  }

  /** Follows what the instances write; after the first of them has made the topics. */
  void follow() {
    follow(
        Topic.TARGETS,
        Target.class,
        (key, target, record) -> {
          targetRecords.add(target == null ? "-" + key : key);
          put(targets, key, target);
          if (target != null) {
            seenAt.putIfAbsent(target.getAddress(), System.nanoTime());
          }
        });
    follow(
        Topic.RESOURCES, Resource.class, (key, resource, record) -> put(resources, key, resource));
    follow(Topic.SESSIONS, Session.class, (key, session, record) -> put(sessions, key, session));
  }

  /** Writes a session as the gateway would. */
  void write(Session session) {
    RecordWriter<Session> writer = records.writer(Topic.SESSIONS);
    var _ = producer.send(writer.record(session.getId(), session));
  }

  void send(LifecycleEvent event) {
    var _ = producer.send(record(event));
  }

  ProducerRecord<byte[], byte[]> record(LifecycleEvent event) {
    String key = ResourceKeys.of(event.getCluster(), event.getJob());
    ProducerRecord<byte[], byte[]> record = events.record(key, event);
    int partitions = kafka.topics().partitions(Topic.LIFECYCLE);
    return onPartition(record, ResourceKeys.partition(key, partitions));
  }

  ProducerRecord<byte[], byte[]> onPartition(ProducerRecord<byte[], byte[]> record, int partition) {
    return new ProducerRecord<>(
        record.topic(), partition, null, record.key(), record.value(), record.headers());
  }

  /** Puts a CloudEvent in structured mode on the topic, on any partition. */
  void sendCloudEvent(byte[] event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(kafka.topics().name(Topic.LIFECYCLE), event);
    record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    var _ = producer.send(record);
  }

  Resource resource(String key) {
    return Objects.requireNonNull(resources.get(key), key);
  }

  Session session(String id) {
    return Objects.requireNonNull(sessions.get(id), id);
  }

  List<String> addresses() {
    return targets.values().stream().map(Target::getAddress).sorted().toList();
  }

  /** All committed records that stand on a topic. */
  List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(kafka.topics().name(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
    producer.close();
    records.close();
    clients.close();
  }

  private <T extends SpecificRecord> void follow(
      Topic topic, Class<T> type, TopicFollower.Listener<T> listener) {
    TopicFollower<T> follower =
        new TopicFollower<>(
            clients, kafka.topics().name(topic), null, records.reader(type), health, listener);
    open.add(follower::close);
    follower.start();
  }

  private static <T> void put(Map<String, T> view, String key, @Nullable T value) {
    if (value == null) {
      view.remove(key);
    } else {
      view.put(key, value);
    }
  }

  /** One instance of the service. */
  static final class Instance implements AutoCloseable {
    final ServiceContext context;
    private final DiscoveryPipeline pipeline;
    private boolean closed;

    Instance(DiscoveryConfig config) {
      context = new ServiceContext(new Health(), new Metrics(), Clock.systemUTC());
      pipeline = new DiscoveryPipeline(config, context);
      pipeline.start();
    }

    boolean ready() {
      return context.health().ready();
    }

    double count(String fate) {
      return context
          .metrics()
          .registry()
          .get("benchstream_lifecycle_events")
          .tag("fate", fate)
          .counter()
          .count();
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

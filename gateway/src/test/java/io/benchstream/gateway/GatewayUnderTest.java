package io.benchstream.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.gateway.access.ServerTlsConfig;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A gateway on topics of its own, and a client of it. */
final class GatewayUnderTest implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServiceContext context = ServiceContext.create();
  private final HttpClient http;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final GatewayPipeline gateway;
  private final Producer<byte[], byte[]> producer;
  private final Map<Topic, RecordWriter<?>> writers = new EnumMap<>(Topic.class);
  private final List<Future<RecordMetadata>> sent = new CopyOnWriteArrayList<>();
  private final String scheme;
  private final @Nullable String token;

  /** What is not usual about it. */
  record Setup(
      String prefix,
      Path artifacts,
      @Nullable URI store,
      AccessConfig access,
      @Nullable ServerTlsConfig tls,
      @Nullable String token,
      HttpClient http) {
    static Setup usual(String prefix, Path artifacts) {
      return new Setup(
          prefix,
          artifacts,
          null,
          new AccessConfig(null, 100_000),
          null,
          null,
          HttpClient.newHttpClient());
    }

    Setup withStore(URI url) {
      return new Setup(prefix, artifacts, url, access, tls, token, http);
    }

    Setup with(AccessConfig rules, String bearer) {
      return new Setup(prefix, artifacts, store, rules, tls, bearer, http);
    }

    Setup with(ServerTlsConfig files, HttpClient client) {
      return new Setup(prefix, artifacts, store, access, files, token, client);
    }
  }

  GatewayUnderTest(LocalBroker broker, LocalRegistry registry, Setup setup) {
    KafkaConfig kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics(setup.prefix(), 2, (short) 1));
    http = setup.http();
    token = setup.token();
    scheme = setup.tls() == null ? "http" : "https";
    clients = new KafkaClients(kafka, "it", context.metrics().registry());
    records = new RegistryRecords(kafka);
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    producer = clients.producer(Map.of());
    gateway =
        new GatewayPipeline(
            new GatewayConfig(
                kafka,
                new ServerConfig(null, 0),
                setup.tls(),
                setup.access(),
                setup.store(),
                setup.artifacts(),
                Duration.ofSeconds(2),
                0,
                0,
                0,
                Duration.ofDays(3650)),
            context);
    gateway.start();
    await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
  }

  int port() {
    return gateway.port();
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + gateway.port() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpClient http() {
    return http;
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }

  /** Writes records as another service would, by their keys. */
  <T extends SpecificRecord> void write(Topic topic, Map<String, T> values) {
    RecordWriter<T> writer = writer(topic);
    values.forEach((key, value) -> sent.add(producer.send(writer.record(key, value))));
    flush();
  }

  /** One for each topic: each asks the registry once. */
  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> RecordWriter<T> writer(Topic topic) {
    return (RecordWriter<T>) writers.computeIfAbsent(topic, records::writer);
  }

  /** Writes a record that is of a certain time. */
  <T extends SpecificRecord> void write(Topic topic, String key, T value, Instant time) {
    RecordWriter<T> writer = writer(topic);
    ProducerRecord<byte[], byte[]> record = writer.record(key, value);
    sent.add(
        producer.send(
            new ProducerRecord<>(
                record.topic(),
                null,
                time.toEpochMilli(),
                record.key(),
                record.value(),
                record.headers())));
  }

  /** Returns once the broker has all that was written. */
  void flush() {
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      sent.clear();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The last value of each key; null where it was deleted. */
  <T extends SpecificRecord> Map<String, @Nullable T> read(Topic topic, Class<T> type) {
    String name = clients.config().topics().name(topic);
    RecordReader<T> reader = records.reader(type);
    Map<String, @Nullable T> values = new LinkedHashMap<>();
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(info -> new TopicPartition(name, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          String key = new String(record.key(), UTF_8);
          values.put(key, reader.read(record) instanceof Decoded.Value<T>(T value) ? value : null);
        }
      }
    }
    return values;
  }

  @Override
  public void close() {
    gateway.close();
    producer.close();
    records.close();
    clients.close();
    context.close();
  }
}

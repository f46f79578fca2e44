package io.benchstream.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.Health;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Records on a real broker with a real registry: written, followed, refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private LocalBroker broker;
  private LocalRegistry registry;
  private KafkaClients clients;
  private RegistryRecords records;
  private Producer<byte[], byte[]> producer;

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = LocalBroker.start(LocalBroker.Settings.in(directory.resolve("broker")));
    registry = LocalRegistry.start(LocalRegistry.Settings.inMemory(directory.resolve("registry")));
    KafkaConfig config =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("it.", 2, (short) 1));
    clients = new KafkaClients(config, "it", meters);
    records = new RegistryRecords(config);
    producer = clients.producer(Map.of());
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, config, Backoff.forever()).ensure();
    }
  }

  @AfterAll
  void stop() {
    producer.close();
    records.close();
    registry.close();
    broker.close();
  }

  @Test
  void aFollowedTopicIsReadToItsEndAndThenOn() throws Exception {
    RecordWriter<Session> writer = records.writer(Topic.SESSIONS);
    producer.send(writer.record("a", session("a"))).get();
    producer.send(writer.record("b", session("b"))).get();
    producer.send(writer.tombstone("a")).get();
    producer.send(new ProducerRecord<>("it.sessions", "c".getBytes(UTF_8), new byte[] {7})).get();
    View view = new View();
    Health health = new Health();

    try (TopicFollower<Session> follower =
        new TopicFollower<>(
            clients, "it.sessions", null, records.reader(Session.class), health, view)) {
      assertThat(health.ready()).isFalse();
      follower.start();
      assertThat(follower.awaitCaughtUp(PATIENCE)).isTrue();

      assertThat(health.ready()).isTrue();
      assertThat(view.sessions).containsOnlyKeys("b");
      assertThat(view.sessions.get("b")).isEqualTo(session("b"));
      assertThat(view.refused).singleElement().asString().contains("1 bytes that do not begin");

      producer.send(writer.record("d", session("d"))).get();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(view.sessions).containsKey("d"));
    }
  }

  @Test
  void theMetersOfAClientEndWithIt() {
    String client;
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      client =
          requireNonNull(consumer.metrics().keySet().iterator().next().tags().get("client-id"));
      assertThat(metersOf(client)).isPositive();
    }

    assertThat(metersOf(client)).isZero();
  }

  private long metersOf(String client) {
    return meters.getMeters().stream()
        .filter(meter -> client.equals(meter.getId().getTag("client.id")))
        .count();
  }

  @Test
  void aFollowerWaitsForATopicThatIsNotThereYet() throws Exception {
    View view = new View();
    try (Admin admin = clients.admin();
        TopicFollower<Session> follower =
            new TopicFollower<>(
                clients, "it.late", null, records.reader(Session.class), new Health(), view)) {
      follower.start();
      assertThat(follower.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();

      admin.createTopics(List.of(new NewTopic("it.late", 1, (short) 1))).all().get();

      assertThat(follower.awaitCaughtUp(PATIENCE)).isTrue();
    }
  }

  @Test
  void aRecordTooLargeForALetterIsLeftWhereItWas() throws Exception {
    byte[] large = new byte[1_500_000];

    var sent =
        new DeadLetters(producer, clients.config().topics(), meters, Clock.systemUTC())
            .send(
                new ConsumerRecord<>("it.samples", 0, 7, "large".getBytes(UTF_8), large),
                "test",
                "too large")
            .get();

    ConsumerRecord<byte[], byte[]> letter =
        read(new TopicPartition(sent.topic(), sent.partition()), sent.offset());
    assertThat(letter.value()).isNull();
    assertThat(header(letter, DeadLetters.VALUE_BYTES)).isEqualTo("1500000");
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("7");
  }

  @Test
  void aSchemaIdThatTheRegistryDoesNotKnowIsUndecodable() {
    byte[] unknown = {0, 0x7f, 0, 0, 1, 42};

    Decoded<Session> decoded =
        records
            .reader(Session.class)
            .read(new ConsumerRecord<>("it.sessions", 0, 0, new byte[0], unknown));

    assertThat(decoded).isInstanceOf(Decoded.Undecodable.class);
  }

  @Test
  void aDeadLetterKeepsTheBytesAndSaysWhy() throws Exception {
    ConsumerRecord<byte[], byte[]> bad =
        new ConsumerRecord<>("it.targets", 1, 42, "key".getBytes(UTF_8), new byte[] {1, 2, 3});
    bad.headers().add("ce_id", "7".getBytes(UTF_8));

    var sent =
        new DeadLetters(producer, clients.config().topics(), meters, Clock.systemUTC())
            .send(bad, "test", "value 3 is odd")
            .get();

    ConsumerRecord<byte[], byte[]> letter =
        read(new TopicPartition(sent.topic(), sent.partition()), sent.offset());
    assertThat(letter.key()).isEqualTo(bad.key());
    assertThat(letter.value()).isEqualTo(bad.value());
    assertThat(header(letter, "ce_id")).isEqualTo("7");
    assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("it.targets");
    assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("1");
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("42");
    assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("test");
    assertThat(header(letter, DeadLetters.REASON)).isEqualTo("value 3 is odd");
    assertThat(
            meters
                .counter("benchstream_dead_letters", "topic", "it.targets", "stage", "test")
                .count())
        .isEqualTo(1);
  }

  private ConsumerRecord<byte[], byte[]> read(TopicPartition partition, long offset) {
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      return await()
          .atMost(PATIENCE)
          .until(() -> consumer.poll(Duration.ofMillis(200)), polled -> !polled.isEmpty())
          .iterator()
          .next();
    }
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private static Session session(String id) {
    return Session.newBuilder()
        .setId(id)
        .setState(SessionState.OPEN)
        .setStart(Instant.ofEpochMilli(1_000))
        .setEnd(null)
        .build();
  }

  private static final class View implements TopicFollower.Listener<Session> {
    final Map<String, Session> sessions = new ConcurrentHashMap<>();
    final List<String> refused = new CopyOnWriteArrayList<>();

    @Override
    public void onRecord(
        String key, @Nullable Session value, ConsumerRecord<byte[], byte[]> record) {
      if (value == null) {
        sessions.remove(key);
      } else {
        sessions.put(key, value);
      }
    }

    @Override
    public void onUndecodable(ConsumerRecord<byte[], byte[]> record, String reason) {
      refused.add(reason);
    }
  }
}

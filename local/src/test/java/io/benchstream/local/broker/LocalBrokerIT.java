package io.benchstream.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
  private static final String TOPIC = "words";

  @TempDir Path directory;

  @Test
  void keepsItsTopicsAcrossARestartOnTheSameDirectory() throws Exception {
    try (LocalBroker broker = LocalBroker.start(LocalBroker.Settings.in(directory))) {
      createTopic(broker);
      produce(broker, "one", "two");
      assertThat(consume(broker, "before", 2)).containsExactly("one", "two");
    }

    try (LocalBroker broker = LocalBroker.start(LocalBroker.Settings.in(directory))) {
      produce(broker, "three");
      assertThat(consume(broker, "after", 3)).containsExactly("one", "two", "three");
      assertThat(consume(broker, "before", 1)).containsExactly("three");
    }
  }

  @Test
  void commitsTransactions() throws Exception {
    try (LocalBroker broker = LocalBroker.start(LocalBroker.Settings.in(directory))) {
      createTopic(broker);
      try (Producer<String, String> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "t"),
              new StringSerializer(),
              new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "committed")).get();
        producer.commitTransaction();
      }

      assertThat(consume(broker, "readers", 1)).containsExactly("committed");
    }
  }

  @Test
  void twoRunInOneJvmAndKnowNothingOfEachOther() throws Exception {
    try (LocalBroker first = LocalBroker.start(LocalBroker.Settings.in(directory.resolve("1")));
        LocalBroker second = LocalBroker.start(LocalBroker.Settings.in(directory.resolve("2")))) {
      createTopic(first);

      assertThat(topics(first)).contains(TOPIC);
      assertThat(topics(second)).isEmpty();
      createTopic(second);
      produce(second, "second");
      assertThat(consume(second, "readers", 1)).containsExactly("second");
    }
  }

  @Test
  void aTakenPortIsNamedWithItsOwnerAndTheSettingToChange() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral(Port.HOST))) {
      LocalBroker.Settings settings =
          LocalBroker.Settings.in(directory)
              .withPort(Port.fixed(other.getLocalPort(), "--broker-port"));

      assertThatThrownBy(() -> LocalBroker.start(settings))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
          .hasMessageContaining("--broker-port")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aSecondBrokerOnTheSameDirectoryIsRefused() throws Exception {
    try (LocalBroker first = LocalBroker.start(LocalBroker.Settings.in(directory))) {
      assertThatThrownBy(() -> LocalBroker.start(LocalBroker.Settings.in(directory)))
          .isInstanceOf(PartException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());

      createTopic(first);
      assertThat(topics(first)).contains(TOPIC);
    }
  }

  @Test
  void closesSoonAndLeavesItsPortFree() {
    LocalBroker broker = LocalBroker.start(LocalBroker.Settings.in(directory));
    long start = System.nanoTime();

    broker.close();

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("the broker closed after %d ms%n", took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(Port.fixed(broker.port(), "").resolve("test")).isEqualTo(broker.port());
  }

  private static void createTopic(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static Iterable<String> topics(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private static void produce(LocalBroker broker, String... words) throws Exception {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String word : words) {
        producer.send(new ProducerRecord<>(TOPIC, word)).get();
      }
    }
  }

  private static List<String> consume(LocalBroker broker, String group, int count) {
    List<String> words = new ArrayList<>();
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", group,
                "group.protocol", "consumer",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> words.add(record.value()));
                return words.size() >= count;
              });
      consumer.commitSync();
    }
    return words;
  }
}

package io.benchstream.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicAdminIT {
  private static final Backoff BACKOFF =
      new Backoff(20, Duration.ofMillis(50), Duration.ofMillis(500));

  private LocalBroker broker;
  private Admin admin;

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = LocalBroker.start(LocalBroker.Settings.in(directory));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void createsEveryTopicAndAcceptsItsOwnWork() throws Exception {
    TopicAdmin topics = topics("fresh.", 4);
    topics.ensure();
    topics.ensure();

    assertThat(admin.listTopics().names().get())
        .containsAll(Arrays.stream(Topic.values()).map(t -> "fresh." + t.shortName()).toList());
    assertThat(admin.describeTopics(List.of("fresh.samples")).allTopicNames().get())
        .hasEntrySatisfying("fresh.samples", topic -> assertThat(topic.partitions()).hasSize(4));
  }

  @Test
  void otherPartitionsAreAnErrorThatSaysWhatToDo() {
    topics("parts.", 2).ensure();

    assertThatThrownBy(() -> topics("parts.", 3).ensure())
        .isInstanceOf(TopicMismatchException.class)
        .hasMessageContaining("parts.targets has 2 partitions, wanted 3")
        .hasMessageContaining("set topics.partitions to 2");
  }

  @Test
  void anotherRetentionOrPolicyIsAnErrorWithItsCommand() throws Exception {
    TopicAdmin topics = topics("alter.", 1);
    topics.ensure();
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, "alter.samples"),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET))))
        .all()
        .get();

    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(topics::ensure)
                    .hasMessageContaining("alter.samples has retention.ms=1000, wanted 259200000")
                    .hasMessageContaining("kafka-configs.sh"));
  }

  @Test
  void aBrokerThatIsAwayIsNamedInsteadOfAStackTrace() {
    KafkaConfig nowhere = config("127.0.0.1:1", "away.", 1);
    try (Admin lost =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "default.api.timeout.ms",
                300,
                "request.timeout.ms",
                200))) {
      Backoff twice = new Backoff(2, Duration.ofMillis(10), Duration.ofMillis(20));
      assertThatThrownBy(() -> new TopicAdmin(lost, nowhere, twice).ensure())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("broker at 127.0.0.1:1");
    }
  }

  private TopicAdmin topics(String prefix, int partitions) {
    return new TopicAdmin(admin, config(broker.bootstrapServers(), prefix, partitions), BACKOFF);
  }

  private static KafkaConfig config(String brokers, String prefix, int partitions) {
    return KafkaConfig.of(brokers, "http://127.0.0.1:1", new Topics(prefix, partitions, (short) 1));
  }
}

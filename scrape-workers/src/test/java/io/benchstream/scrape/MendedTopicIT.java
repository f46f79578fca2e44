package io.benchstream.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person mends while a worker runs needs no restart of the worker. */
@ExtendWith(SharedParts.class)
class MendedTopicIT {
  @Test
  void aWorkerThatCannotFollowItsTargetsTriesAgain(LocalBroker broker, LocalRegistry registry)
      throws Exception {
    KafkaConfig kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("mended-" + System.nanoTime() + ".", 2, (short) 1));
    try (KafkaClients clients = new KafkaClients(kafka, "test", new SimpleMeterRegistry());
        Admin admin = clients.admin();
        ServiceContext context = ServiceContext.create()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
      setPolicy(admin, kafka, "delete");
      ScrapePipeline worker = new ScrapePipeline(ScrapeConfig.of(kafka), context);
      worker.start();
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(context.health().unready().get("targets"))
                        .contains("tries again", "cleanup.policy"));

        setPolicy(admin, kafka, "compact");

        await().atMost(Duration.ofSeconds(60)).until(context.health()::ready);
      } finally {
        worker.close();
      }
    }
  }

  private static void setPolicy(Admin admin, KafkaConfig kafka, String policy) throws Exception {
    ConfigResource targets =
        new ConfigResource(ConfigResource.Type.TOPIC, kafka.topics().name(Topic.TARGETS));
    AlterConfigOp set =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, policy), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(targets, List.of(set))).all().get(30, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                admin
                    .describeConfigs(List.of(targets))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .map(config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .allMatch(entry -> entry != null && policy.equals(entry.value())));
  }
}

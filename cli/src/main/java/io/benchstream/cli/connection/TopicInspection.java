package io.benchstream.cli.connection;

import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks the broker for everything about the topics of the catalogue. */
final class TopicInspection {
  private final Admin admin;
  private final KafkaSession session;
  private final Topics topics;

  TopicInspection(Admin admin, KafkaSession session) {
    this.admin = admin;
    this.session = session;
    this.topics = session.topics();
  }

  List<TopicState> inspect() {
    Set<String> present = answer(admin.listTopics().names());
    List<String> ours =
        Arrays.stream(Topic.values()).map(topics::name).filter(present::contains).toList();
    Map<String, TopicDescription> descriptions = answer(admin.describeTopics(ours).allTopicNames());
    Map<ConfigResource, Config> configs =
        answer(admin.describeConfigs(ours.stream().map(TopicInspection::resource).toList()).all());
    Map<String, Long> records = records(descriptions);
    List<TopicState> states = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = topics.name(topic);
      TopicDescription description = descriptions.get(name);
      Config config = configs.get(resource(name));
      states.add(
          description == null || config == null
              ? new TopicState(topic, name, false, 0, "", 0, 0, List.of("it does not exist"))
              : state(topic, description, config, records.getOrDefault(name, 0L)));
    }
    return states;
  }

  private TopicState state(Topic topic, TopicDescription description, Config config, long records) {
    return new TopicState(
        topic,
        description.name(),
        true,
        description.partitions().size(),
        value(config, TopicConfig.CLEANUP_POLICY_CONFIG),
        Long.parseLong(value(config, TopicConfig.RETENTION_MS_CONFIG)),
        records,
        TopicAdmin.differences(topic, topics, description, config).stream()
            .map(TopicAdmin.Difference::words)
            .toList());
  }

  private Map<String, Long> records(Map<String, TopicDescription> descriptions) {
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> last = new HashMap<>();
    descriptions.forEach(
        (name, description) ->
            description
                .partitions()
                .forEach(
                    info -> {
                      TopicPartition partition = new TopicPartition(name, info.partition());
                      first.put(partition, OffsetSpec.earliest());
                      last.put(partition, OffsetSpec.latest());
                    }));
    Map<String, Long> records = new HashMap<>();
    answer(admin.listOffsets(last).all())
        .forEach((partition, end) -> records.merge(partition.topic(), end.offset(), Long::sum));
    answer(admin.listOffsets(first).all())
        .forEach(
            (partition, start) -> records.merge(partition.topic(), -start.offset(), Long::sum));
    return records;
  }

  private <T> T answer(KafkaFuture<T> pending) {
    Future<T> future = pending.toCompletionStage().toCompletableFuture();
    return session.answer(future);
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static String value(Config config, String setting) {
    var entry = config.get(setting);
    return entry == null || entry.value() == null ? "" : entry.value();
  }
}

package io.benchstream.cli.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;

/**
 * The catalogue of topics as resources {@code KafkaTopic} of <a
 * href="https://strimzi.io/docs/operators/latest/configuring">Strimzi</a>, whose topic operator
 * makes them.
 */
public final class StrimziTopics {
  private static final String API = "kafka.strimzi.io/v1";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build();

  private StrimziTopics() {}

  /**
   * All topics, as one YAML text of several documents.
   *
   * @param cluster name of the resource {@code Kafka}
   * @throws IllegalArgumentException where a topic's name is not one that Kubernetes takes
   */
  public static String yaml(Topics topics, String cluster) {
    StringBuilder yaml = new StringBuilder();
    for (Topic topic : Topic.values()) {
      yaml.append(yaml(resource(topics, topic, cluster)));
    }
    return yaml.toString();
  }

  private static ObjectNode resource(Topics topics, Topic topic, String cluster) {
    String name = topics.name(topic);
    ObjectNode resource =
        JsonNodeFactory.instance.objectNode().put("apiVersion", API).put("kind", "KafkaTopic");
    ObjectNode metadata = resource.putObject("metadata");
    metadata.put("name", resourceName(name));
    metadata.putObject("labels").put("strimzi.io/cluster", cluster);
    ObjectNode spec =
        resource
            .putObject("spec")
            .put("topicName", name)
            .put("partitions", topics.partitions(topic))
            .put("replicas", topics.replicationFactor());
    ObjectNode config = spec.putObject("config");
    TopicAdmin.settings(topic, topics.replicationFactor()).forEach(config::put);
    return resource;
  }

  private static String resourceName(String topic) {
    if (!topic.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "--topic-prefix: '%s' cannot be the name of a Kubernetes resource; use a prefix of [a-z0-9.-] that begins with a letter"
              .formatted(topic));
    }
    return topic;
  }

  private static String yaml(ObjectNode resource) {
    try {
      return YAML.writeValueAsString(resource);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of texts and numbers can always be written
    }
  }
}

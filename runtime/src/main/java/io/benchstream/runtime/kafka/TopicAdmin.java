package io.benchstream.runtime.kafka;

import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of the catalogue and checks the settings of those that exist. */
public final class TopicAdmin {
  private final Admin admin;
  private final Topics topics;
  private final String brokers;
  private final Backoff backoff;

  public TopicAdmin(Admin admin, KafkaConfig config, Backoff backoff) {
    this.admin = admin;
    this.topics = config.topics();
    this.brokers = config.bootstrapServers();
    this.backoff = backoff;
  }

  /**
   * Creates what is missing, then compares partitions, cleanup policy and retention of every topic.
   * Waits for a broker that is away. Several services may do this at once.
   *
   * @throws TopicMismatchException where a topic differs
   */
  public void ensure() {
    backoff.call(
        "broker at " + brokers,
        e -> e instanceof RetriableException,
        () -> {
          create();
          check();
          return true;
        });
  }

  /** The settings that the catalogue asks for, by the broker's names of them. */
  public static Map<String, String> settings(Topic topic, short replicationFactor) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().policy());
    topic
        .retention()
        .map(Duration::toMillis)
        .ifPresent(ms -> settings.put(TopicConfig.RETENTION_MS_CONFIG, ms.toString()));
    if (topic.cleanup() == Topic.Cleanup.COMPACT) {
      // The broker does not compact the segment that is being written: by default one of a week.
      settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Duration.ofHours(1).toMillis()));
    }
    if (replicationFactor >= 3) {
      settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    return settings;
  }

  private void create() throws ExecutionException, InterruptedException {
    Set<String> existing = new TreeSet<>(await(admin.listTopics().names()));
    List<NewTopic> missing =
        Arrays.stream(Topic.values())
            .filter(topic -> !existing.contains(topics.name(topic)))
            .map(
                topic ->
                    new NewTopic(
                            topics.name(topic),
                            topics.partitions(topic),
                            topics.replicationFactor())
                        .configs(settings(topic, topics.replicationFactor())))
            .toList();
    for (var created : admin.createTopics(missing).values().values()) {
      try {
        await(created);
      } catch (TopicExistsException e) {
        // Another service was faster; check() compares what it made.
      }
    }
  }

  private void check() throws ExecutionException, InterruptedException {
    List<String> names = Arrays.stream(Topic.values()).map(topics::name).toList();
    Map<String, TopicDescription> descriptions = await(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        await(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    Map<String, Config> configByName = new HashMap<>();
    configs.forEach((resource, config) -> configByName.put(resource.name(), config));
    List<String> differences = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = topics.name(topic);
      TopicDescription description = descriptions.get(name);
      Config config = configByName.get(name);
      if (description == null || config == null) {
        throw new UnknownTopicOrPartitionException(name);
      }
      compare(topic, description, config, differences);
    }
    if (!differences.isEmpty()) {
      throw new TopicMismatchException(differences);
    }
  }

  private void compare(
      Topic topic, TopicDescription description, Config config, List<String> differences) {
    String name = description.name();
    for (Difference found : differences(topic, topics, description, config)) {
      String remedy;
      if (!found.setting().equals(Difference.PARTITIONS)) {
        remedy =
            "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config '%s=[%s]'"
                .formatted(brokers, name, found.setting(), found.wanted());
      } else if (topic.byTarget()) {
        remedy = "set topics.partitions to " + found.actual();
      } else {
        remedy = "delete it, or use another topics.prefix";
      }
      differences.add("%s has %s: %s".formatted(name, found.words(), remedy));
    }
  }

  /**
   * One setting of a topic that is not as the catalogue asks.
   *
   * @param setting the broker's name of it, or {@link #PARTITIONS}
   */
  public record Difference(String setting, String actual, String wanted) {
    public static final String PARTITIONS = "partitions";

    /** Such as {@code cleanup.policy=delete, wanted compact}. */
    public String words() {
      return setting.equals(PARTITIONS)
          ? "%s partitions, wanted %s".formatted(actual, wanted)
          : "%s=%s, wanted %s".formatted(setting, actual, wanted);
    }
  }

  /** How a topic of the broker differs from what the catalogue asks; empty where it does not. */
  public static List<Difference> differences(
      Topic topic, Topics topics, TopicDescription description, Config config) {
    List<Difference> differences = new ArrayList<>();
    int partitions = description.partitions().size();
    int wantedPartitions = topics.partitions(topic);
    if (partitions != wantedPartitions) {
      differences.add(
          new Difference(
              Difference.PARTITIONS,
              Integer.toString(partitions),
              Integer.toString(wantedPartitions)));
    }
    settings(topic, topics.replicationFactor())
        .forEach(
            (key, wanted) -> {
              var entry = config.get(key);
              String actual = entry == null || entry.value() == null ? "nothing" : entry.value();
              if (!sameList(wanted, actual)) {
                differences.add(new Difference(key, actual, wanted));
              }
            });
    return differences;
  }

  private static boolean sameList(String wanted, String actual) {
    return Set.of(wanted.split(",")).equals(new TreeSet<>(Arrays.asList(actual.split(","))));
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future)
      throws ExecutionException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}

package io.benchstream.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.connection.TopicState;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.kafka.KafkaConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Broker, topics and registry. */
final class KafkaChecks {
  private static final String BROKER = "broker";
  private static final String TOPICS = "topics";
  private static final String REGISTRY = "registry";
  private static final int OLDEST_REGISTRY = 3;

  private final KafkaConfig kafka;

  KafkaChecks(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  List<Finding> broker() {
    List<Finding> findings = new ArrayList<>();
    try (KafkaSession session = KafkaSession.open(kafka)) {
      findings.add(
          Finding.ok(BROKER, "%d at %s".formatted(session.brokers(), kafka.bootstrapServers())));
      findings.addAll(topics(session.topicStates()));
    } catch (CommandFailure e) {
      findings.add(
          Finding.fail(
              BROKER,
              String.valueOf(e.getMessage()),
              "see that it runs, and that --bootstrap-server and --command-config are right"));
    }
    return findings;
  }

  private static List<Finding> topics(List<TopicState> states) {
    List<Finding> findings = new ArrayList<>();
    for (TopicState topic : states) {
      if (!topic.exists()) {
        findings.add(
            Finding.fail(
                TOPICS,
                topic.name() + " does not exist",
                "start the services, which make what is missing; is --topic-prefix right?"));
      }
      for (String difference : topic.exists() ? topic.differences() : List.<String>of()) {
        findings.add(
            Finding.fail(
                TOPICS,
                topic.name() + ": " + difference,
                "set it with kafka-configs.sh, or run the services with the settings that it has"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(TOPICS, "all %d are as the catalogue says".formatted(states.size())));
    }
    return findings;
  }

  List<Finding> registry() {
    String url = kafka.registryUrl().replaceFirst("/+$", "");
    Page info = Page.get(URI.create(url + "/system/info"));
    if (info.status() == 401 || info.status() == 403) {
      return List.of(
          Finding.warn(
              REGISTRY,
              "%s wants credentials, so nothing more is known of it".formatted(url),
              "see the log of a service: it says whether it can register its schemas"));
    }
    if (!info.ok()) {
      return List.of(
          Finding.fail(
              REGISTRY,
              "%s %s".formatted(url, info.fault()),
              "see that Apicurio Registry runs there, and that --registry ends with "
                  + KafkaConfig.REGISTRY_API));
    }
    String version = field(info, "version");
    Page artifacts = Page.get(URI.create(url + "/search/artifacts?limit=1"));
    int count = number(artifacts);
    if (count == 0) {
      return List.of(
          Finding.warn(
              REGISTRY,
              "version %s at %s holds no schema".formatted(version, url),
              "start a service: each registers its schemas when it starts"));
    }
    if (major(version) < OLDEST_REGISTRY) {
      return List.of(
          Finding.fail(
              REGISTRY,
              "version %s at %s is too old".formatted(version, url),
              "run Apicurio Registry 3 or newer"));
    }
    return List.of(
        Finding.ok(REGISTRY, "version %s at %s, %d schemas".formatted(version, url, count)));
  }

  private static int major(String version) {
    String first = version.replaceFirst("\\D.*", "");
    return first.isEmpty() ? OLDEST_REGISTRY : Integer.parseInt(first);
  }

  private static String field(Page page, String name) {
    return json(page).path(name).asText("unknown");
  }

  private static int number(Page page) {
    return page.ok() ? json(page).path("count").asInt() : 0;
  }

  private static JsonNode json(Page page) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      return mapper.readTree(page.body());
    } catch (JsonProcessingException e) {
      return mapper.missingNode();
    }
  }
}

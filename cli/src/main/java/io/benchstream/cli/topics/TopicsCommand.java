package io.benchstream.cli.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.connection.TopicState;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream topics}. */
@Command(
    name = "topics",
    sortOptions = false,
    header = "Show every topic: what it holds, its settings, and whether the broker's agree.",
    footer = {
      "",
      "Exit codes: 0 all topics are as the catalogue says; 3 one differs or is missing.",
      "",
      "Examples:",
      "  benchstream topics",
      "  benchstream topics --bootstrap-server kafka:9092 --json | jq '.[] | .name'",
      "  benchstream topics --strimzi my-kafka --bootstrap-server kafka:9092 \\",
      "      --replication-factor 3 | kubectl apply -f -"
    })
public final class TopicsCommand implements Callable<Integer> {
  @Option(
      names = "--strimzi",
      paramLabel = "CLUSTER",
      description =
          "Print them as resources KafkaTopic for Strimzi's Kafka of this name; asks no broker.")
  private @Nullable String strimzi;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public TopicsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String cluster = strimzi;
    if (cluster != null) {
      Topics topics = installation.kafka().topics();
      console.line(
          CommandFailure.reading(() -> StrimziTopics.yaml(topics, cluster)).stripTrailing());
      return ExitCode.OK;
    }
    List<TopicState> states;
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      states = session.topicStates();
    }
    if (common.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      states.forEach(state -> list.add(json(state)));
      console.json(list, true);
    } else {
      table(states).lines(console).forEach(console::line);
      for (TopicState state : states) {
        for (String difference : state.differences()) {
          console.note(console.style(Style.RED, "differs: ") + state.name() + ": " + difference);
        }
      }
    }
    boolean good = states.stream().allMatch(state -> state.differences().isEmpty());
    return good ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private Table table(List<TopicState> states) {
    Table table =
        new Table()
            .column("TOPIC", Align.LEFT)
            .column("KEY", Align.LEFT)
            .column("VALUE", Align.LEFT)
            .column("PARTITIONS", Align.RIGHT)
            .column("POLICY", Align.LEFT)
            .column("KEPT", Align.RIGHT)
            .column("RECORDS", Align.RIGHT)
            .column("", Align.LEFT);
    for (TopicState state : states) {
      table.row(
          state.name(),
          key(state.topic()),
          value(state.topic()),
          state.exists() ? Integer.toString(state.partitions()) : "-",
          state.exists() ? state.cleanupPolicy() : "-",
          state.exists() ? kept(state) : "-",
          state.exists() ? Numbers.count(state.records()) : "-",
          verdict(state));
    }
    return table;
  }

  private String verdict(TopicState state) {
    if (state.differences().isEmpty()) {
      return console.style(Style.GREEN, "ok");
    }
    return console.style(Style.RED, state.exists() ? "differs" : "missing");
  }

  private static String kept(TopicState state) {
    boolean deletes = state.cleanupPolicy().contains("delete");
    return deletes && state.retentionMs() >= 0
        ? DurationText.format(Duration.ofMillis(state.retentionMs()))
        : "for ever";
  }

  private static String key(Topic topic) {
    return switch (topic) {
      case LIFECYCLE, RESOURCES -> "resource";
      case TARGETS, TARGET_STATUS, SAMPLES -> "target id";
      case SESSIONS, SESSION_REPORTS -> "session id";
      case KPIS -> "scope and KPI";
      case DEAD_LETTERS -> "as it came";
    };
  }

  private static String value(Topic topic) {
    return topic.valueType().map(Class::getSimpleName).orElse("as it came");
  }

  private static ObjectNode json(TopicState state) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", state.name())
            .put("topic", state.topic().shortName())
            .put("key", key(state.topic()))
            .put("value", value(state.topic()))
            .put("exists", state.exists());
    if (state.exists()) {
      node.put("partitions", state.partitions())
          .put("cleanup_policy", state.cleanupPolicy())
          .put("retention_ms", state.retentionMs())
          .put("records", state.records());
    }
    ArrayNode differences = node.putArray("differences");
    state.differences().forEach(differences::add);
    return node;
  }
}

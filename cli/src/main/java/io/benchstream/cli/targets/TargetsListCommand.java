package io.benchstream.cli.targets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Health;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream targets list}. */
@Command(
    name = "list",
    sortOptions = false,
    header = "List what is scraped, with its health and last error.",
    footer = {
      "",
      "Examples:",
      "  benchstream targets list",
      "  benchstream targets list --cluster demo --down",
      "  benchstream targets list --json | jq -r '.[].target.address'"
    })
public final class TargetsListCommand implements Callable<Integer> {
  private static final int SHORT_ID = 8;

  @Option(names = "--cluster", paramLabel = "ID", description = "Only those of this cluster.")
  private @Nullable String cluster;

  @Option(names = "--job", paramLabel = "ID", description = "Only those of this job.")
  private @Nullable String job;

  @Option(names = "--down", description = "Only those whose last scrape failed.")
  private boolean down;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public TargetsListCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    TargetView view = new TargetView();
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      session.readToEnd(Topic.TARGETS, Target.class, null, view::target);
      session.readToEnd(Topic.TARGET_STATUS, TargetStatus.class, null, view::status);
    }
    List<TargetView.Entry> entries = view.entries().stream().filter(this::wanted).toList();
    if (common.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      entries.forEach(entry -> list.add(json(entry)));
      console.json(list, true);
    } else if (entries.isEmpty()) {
      console.note("No targets. Announce some with `benchstream events emit --help`.");
    } else {
      table(entries).lines(console).forEach(console::line);
    }
    return ExitCode.OK;
  }

  private boolean wanted(TargetView.Entry entry) {
    return (cluster == null || cluster.equals(entry.target().getCluster()))
        && (job == null || job.equals(entry.target().getJob()))
        && (!down || entry.status().map(status -> status.getHealth() == Health.DOWN).orElse(false));
  }

  private Table table(List<TargetView.Entry> entries) {
    Table table =
        new Table()
            .column("TARGET", Align.LEFT)
            .column("CLUSTER", Align.LEFT)
            .column("JOB", Align.LEFT)
            .column("KIND", Align.LEFT)
            .column("URL", Align.LEFT)
            .column("HEALTH", Align.LEFT)
            .column("SCRAPED", Align.RIGHT)
            .column("TOOK", Align.RIGHT)
            .column("SAMPLES", Align.RIGHT)
            .column("LAST ERROR", Align.LEFT);
    for (TargetView.Entry entry : entries) {
      Target target = entry.target();
      TargetStatus status = entry.status().orElse(null);
      table.row(
          target.getId().substring(0, Math.min(SHORT_ID, target.getId().length())),
          target.getCluster(),
          target.getJob() == null ? "-" : target.getJob(),
          target.getKind(),
          "%s://%s%s".formatted(target.getScheme(), target.getAddress(), target.getPath()),
          health(status),
          status == null ? "-" : age(status.getLastScrape()),
          status == null ? "-" : "%.0f ms".formatted(status.getLastScrapeDurationSeconds() * 1000),
          status == null ? "-" : Numbers.count(status.getSamplesScraped()),
          status == null ? "" : status.getLastError());
    }
    return table;
  }

  private String health(@Nullable TargetStatus status) {
    if (status == null || status.getHealth() == Health.UNKNOWN) {
      return console.style(Style.YELLOW, "unknown");
    }
    return status.getHealth() == Health.UP
        ? console.style(Style.GREEN, "up")
        : console.style(Style.RED, "down");
  }

  private String age(@Nullable Instant time) {
    return time == null
        ? "never"
        : "%d s ago".formatted(Math.max(0, Duration.between(time, clock.instant()).toSeconds()));
  }

  private static ObjectNode json(TargetView.Entry entry) {
    AvroJsonWriter writer = new AvroJsonWriter();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("target", writer.write(entry.target()));
    node.set(
        "status",
        entry
            .status()
            .<com.fasterxml.jackson.databind.JsonNode>map(writer::write)
            .orElse(JsonNodeFactory.instance.nullNode()));
    return node;
  }
}

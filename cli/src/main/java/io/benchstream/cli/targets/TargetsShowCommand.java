package io.benchstream.cli.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.topics.Topic;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream targets show}. */
@Command(
    name = "show",
    sortOptions = false,
    header = "Show one target: labels, settings, and what became of its last scrape.",
    footer = {
      "",
      "Examples:",
      "  benchstream targets show 3f2a90c1",
      "  benchstream targets show 10.0.0.7:8000 --json"
    })
public final class TargetsShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TARGET", description = "Its id, the beginning of it, or its address.")
  private String wanted = "";

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public TargetsShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TargetView view = new TargetView();
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      session.readToEnd(Topic.TARGETS, Target.class, null, view::target);
      session.readToEnd(Topic.TARGET_STATUS, TargetStatus.class, null, view::status);
    }
    List<TargetView.Entry> found =
        view.entries().stream()
            .filter(
                entry ->
                    entry.target().getId().startsWith(wanted)
                        || entry.target().getAddress().equals(wanted))
            .toList();
    if (found.size() != 1) {
      throw new CommandFailure(
          found.isEmpty()
              ? "no target is or begins with '%s'".formatted(wanted)
              : "%d targets are '%s'; give more of one's id".formatted(found.size(), wanted));
    }
    show(found.getFirst());
    return ExitCode.OK;
  }

  private void show(TargetView.Entry entry) {
    AvroJsonWriter writer = new AvroJsonWriter();
    if (common.json()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.set("target", writer.write(entry.target()));
      node.set(
          "status",
          entry.status().<JsonNode>map(writer::write).orElse(JsonNodeFactory.instance.nullNode()));
      console.json(node, true);
      return;
    }
    Target target = entry.target();
    console.line(
        "%s  %s://%s%s"
            .formatted(target.getId(), target.getScheme(), target.getAddress(), target.getPath()));
    console.line("kind      " + target.getKind());
    new TreeMap<>(target.getLabels())
        .forEach((name, value) -> console.line("label     %s=%s".formatted(name, value)));
    console.line("changed   " + target.getChangedAt());
    console.line("settings  " + writer.write(target.getSettings()));
    entry.status().ifPresent(status -> console.line("status    " + writer.write(status)));
  }
}

package io.benchstream.cli.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream clusters show} and {@code benchstream jobs show}. */
@Command(
    name = "show",
    sortOptions = false,
    header = "Show all that is known of one, with its targets and last events.",
    footer = {
      "",
      "Examples:",
      "  benchstream clusters show lab",
      "  benchstream jobs show lab/serve-1 --json"
    })
public final class ResourceShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The cluster, or <cluster>/<job>.")
  private String id = "";

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final ResourceType type;

  public ResourceShowCommand(Console console, ResourceType type) {
    this.console = console;
    this.type = type;
  }

  @Override
  public Integer call() {
    String key = key();
    Resource resource;
    List<Target> targets;
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      resource =
          ResourceView.read(session)
              .get(key)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "%s is not known; what ended is forgotten after a day".formatted(key)));
      targets = targets(session, new HashSet<>(resource.getTargetIds()));
    }
    if (common.json()) {
      ObjectNode node = ResourceView.json(resource);
      ArrayNode list = node.putArray("targets");
      targets.forEach(target -> list.add(new AvroJsonWriter().write(target)));
      console.json(node, true);
    } else {
      show(key, resource, targets);
    }
    return ExitCode.OK;
  }

  private String key() {
    String[] parts = id.split("/", -1);
    if (type == ResourceType.CLUSTER && parts.length == 1) {
      return ResourceKeys.cluster(parts[0]);
    }
    if (type == ResourceType.JOB && parts.length == 2) {
      return ResourceKeys.job(parts[0], parts[1]);
    }
    throw CommandFailure.usage(
        type == ResourceType.CLUSTER
            ? "'%s' is no cluster's id".formatted(id)
            : "'%s' is not <cluster>/<job>".formatted(id),
        null);
  }

  private static List<Target> targets(KafkaSession session, Set<String> ids) {
    TreeMap<String, Target> targets = new TreeMap<>();
    session.readToEnd(
        Topic.TARGETS,
        Target.class,
        null,
        (targetId, target) -> {
          if (target == null) {
            targets.remove(targetId);
          } else if (ids.contains(targetId)) {
            targets.put(targetId, target);
          }
        });
    return targets.values().stream()
        .sorted(Comparator.comparing(Target::getKind).thenComparing(Target::getAddress))
        .toList();
  }

  private void show(String key, Resource resource, List<Target> targets) {
    console.line("%s  %s since %s".formatted(key, resource.getPhase(), resource.getSince()));
    console.line("kind        " + resource.getKind());
    new TreeMap<>(resource.getLabels())
        .forEach((name, value) -> console.line("label       %s=%s".formatted(name, value)));
    new TreeMap<>(resource.getAttributes())
        .forEach((name, value) -> console.line("attribute   %s=%s".formatted(name, value)));
    for (Target target : targets) {
      console.line(
          "target      %s %s://%s%s"
              .formatted(
                  target.getKind(), target.getScheme(), target.getAddress(), target.getPath()));
    }
    for (String event : resource.getRecentEvents()) {
      String[] parts = event.split("\n", 2);
      console.line("event       %s of %s".formatted(parts.length == 2 ? parts[1] : "", parts[0]));
    }
  }
}

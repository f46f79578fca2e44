package io.benchstream.cli.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream clusters list} and {@code benchstream jobs list}. */
@Command(
    name = "list",
    sortOptions = false,
    header = "List them with phase, kind and number of targets.",
    footer = {
      "",
      "Examples:",
      "  benchstream clusters list",
      "  benchstream jobs list --cluster lab",
      "  benchstream jobs list --ended --json | jq -r '.[].job'"
    })
public final class ResourceListCommand implements Callable<Integer> {
  @Option(names = "--cluster", paramLabel = "ID", description = "Only those of this cluster.")
  private @Nullable String cluster;

  @Option(names = "--ended", description = "Those that have ended, too.")
  private boolean ended;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;
  private final ResourceType type;

  public ResourceListCommand(Console console, Clock clock, ResourceType type) {
    this.console = console;
    this.clock = clock;
    this.type = type;
  }

  @Override
  public Integer call() {
    List<Resource> resources;
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      resources =
          ResourceView.read(session).all(type, ended).stream()
              .filter(resource -> cluster == null || cluster.equals(resource.getCluster()))
              .toList();
    }
    if (common.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      resources.forEach(resource -> list.add(ResourceView.json(resource)));
      console.json(list, true);
    } else if (resources.isEmpty()) {
      console.note("None. Announce one with `benchstream events emit --help`.");
    } else {
      table(resources).lines(console).forEach(console::line);
    }
    return ExitCode.OK;
  }

  private Table table(List<Resource> resources) {
    boolean jobs = type == ResourceType.JOB;
    Table table = new Table().column("CLUSTER", Align.LEFT);
    if (jobs) {
      table.column("JOB", Align.LEFT);
    }
    table
        .column("PHASE", Align.LEFT)
        .column("KIND", Align.LEFT)
        .column("TARGETS", Align.RIGHT)
        .column("SINCE", Align.RIGHT)
        .column("SOURCE", Align.LEFT);
    for (Resource resource : resources) {
      String[] rest = {
        phase(resource.getPhase()),
        resource.getKind(),
        Integer.toString(resource.getTargetIds().size()),
        "%d s".formatted(Duration.between(resource.getSince(), clock.instant()).toSeconds()),
        source(resource)
      };
      table.row(
          jobs
              ? join(resource.getCluster(), String.valueOf(resource.getJob()), rest)
              : join(resource.getCluster(), null, rest));
    }
    return table;
  }

  private static String[] join(String first, @Nullable String second, String[] rest) {
    int begin = second == null ? 1 : 2;
    String[] cells = new String[begin + rest.length];
    cells[0] = first;
    if (second != null) {
      cells[1] = second;
    }
    System.arraycopy(rest, 0, cells, begin, rest.length);
    return cells;
  }

  private String phase(Phase phase) {
    return phase == Phase.RUNNING ? console.style(Style.GREEN, phase.toString()) : phase.toString();
  }

  private String source(Resource resource) {
    String last =
        resource.getRecentEvents().isEmpty()
            ? "-"
            : resource.getRecentEvents().getFirst().split("\n", 2)[0];
    String stale = resource.getAttributes().get(ResourceView.STALE_SINCE);
    return stale == null ? last : last + console.style(Style.YELLOW, " lost since " + stale);
  }
}

package io.benchstream.cli.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.discovery.intake.EventJson;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.discovery.slurm.SlurmJobs;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream events trace}. */
@Command(
    name = "trace",
    sortOptions = false,
    header = "Look up what became of events: applied, duplicate, stale or rejected, and why.",
    description = {
      "",
      "Reads the events of the last days and works out anew, by the rules of the discovery service,"
          + " what each did to its cluster or job. What was rejected comes with the reason that the"
          + " service gave.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchstream events trace lab-serve-1-r0-RUNNING",
      "  benchstream events trace --cluster lab --job serve-1",
      "  benchstream events trace --source /slurm/lab --json"
    })
public final class EventsTraceCommand implements Callable<Integer> {
  private static final int MOST_HOSTS = 10_000;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Only events with this id.")
  private @Nullable String id;

  @Option(names = "--source", paramLabel = "URI", description = "Only events of this source.")
  private @Nullable String source;

  @Option(names = "--cluster", paramLabel = "ID", description = "Only events of this cluster.")
  private @Nullable String cluster;

  @Option(names = "--job", paramLabel = "ID", description = "Only events of this job.")
  private @Nullable String job;

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "The directory of profiles that the discovery service has, if any.")
  private @Nullable Path profiles;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public EventsTraceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (id == null && source == null && cluster == null) {
      throw CommandFailure.usage("an id, --source or --cluster is needed", null);
    }
    EventJson json =
        new EventJson(
            new JobCompletion(Map.of(), new SlurmJobs(List.of(), new Hostlist(MOST_HOSTS))),
            Clock.systemUTC());
    EventReplay replay = new EventReplay(Profiles.load(new ConfigLoader(), profiles));
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      session.readRecords(
          Topic.DEAD_LETTERS,
          LifecycleEvent.class,
          json::read,
          (place, written, event, headers) ->
              replay.rejected(
                  "%s-%s@%s"
                      .formatted(
                          headers.get(DeadLetters.TOPIC),
                          headers.get(DeadLetters.PARTITION),
                          headers.get(DeadLetters.OFFSET)),
                  headers.getOrDefault(DeadLetters.REASON, "")));
      session.readRecords(
          Topic.LIFECYCLE,
          LifecycleEvent.class,
          json::read,
          (place, written, event, headers) -> {
            // An event on another partition than its cluster's counts where it was moved to.
            int home =
                ResourceKeys.partition(
                    ResourceKeys.of(event.getCluster(), event.getJob()),
                    session.topics().partitions(Topic.LIFECYCLE));
            if (place.contains("-" + home + "@")) {
              replay.event(place, event);
            }
          });
    }
    List<EventReplay.Traced> traced = replay.traced().stream().filter(this::wanted).toList();
    if (common.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      traced.forEach(one -> list.add(one.json()));
      console.json(list, true);
    } else if (!traced.isEmpty()) {
      table(traced).lines(console).forEach(console::line);
    }
    if (traced.isEmpty()) {
      console.note("No such event stands on the topic; events are kept for days, not for ever.");
      return ExitCode.CHECK_FAILED;
    }
    return ExitCode.OK;
  }

  private boolean wanted(EventReplay.Traced traced) {
    LifecycleEvent event = traced.event();
    return (id == null || id.equals(event.getId()))
        && (source == null || source.equals(event.getSource()))
        && (cluster == null || cluster.equals(event.getCluster()))
        && (job == null || job.equals(event.getJob()));
  }

  private static Table table(List<EventReplay.Traced> traced) {
    Table table =
        new Table()
            .column("TIME", Align.LEFT)
            .column("RESOURCE", Align.LEFT)
            .column("PHASE", Align.LEFT)
            .column("EVENT", Align.LEFT)
            .column("SOURCE", Align.LEFT)
            .column("FATE", Align.LEFT)
            .column("TARGETS", Align.LEFT)
            .column("WHY", Align.LEFT);
    for (EventReplay.Traced one : traced) {
      LifecycleEvent event = one.event();
      table.row(
          event.getTime().toString(),
          ResourceKeys.of(event.getCluster(), event.getJob()),
          event.getPhase().toString(),
          event.getId(),
          event.getSource(),
          one.fate(),
          "+%d -%d".formatted(one.targetsPut(), one.targetsRemoved()),
          one.reason());
    }
    return table;
  }
}

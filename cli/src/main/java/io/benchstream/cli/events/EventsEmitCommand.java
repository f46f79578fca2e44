package io.benchstream.cli.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream events emit}. */
@Command(
    name = "emit",
    sortOptions = false,
    header = "Write lifecycle events to Kafka: a cluster or job starts or ends.",
    description = {
      "",
      "RUNNING announces the endpoints to scrape: the whole list, so an endpoint that a later event"
          + " leaves out is removed. COMPLETED, FAILED, CANCELLED and DELETED take all of them away."
          + " Two events with the same --id and --source are one.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchstream events emit --cluster lab --job serve-1 --phase RUNNING --kind vllm \\",
      "      --endpoint vllm=10.0.0.7:8000 --interval 1s --label benchmark=true",
      "  benchstream events emit --cluster lab --job serve-1 --phase COMPLETED",
      "  benchstream events emit --file events.json        one event, a list, or a line for each",
      "  some-hook | benchstream events emit --file -",
      "",
      "A file holds what --dry-run --json prints: the fields of the record LifecycleEvent."
    })
public final class EventsEmitCommand implements Callable<Integer> {
  private static final String SOURCE = "/benchstream/cli";

  /** The discovery service's own default. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  @Option(names = "--cluster", paramLabel = "ID", description = "The cluster.")
  private @Nullable String cluster;

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "The job. Left out: the event is the cluster's.")
  private @Nullable String job;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description =
          "What was reached: PENDING, RUNNING, SUSPENDED, COMPLETED, FAILED, CANCELLED, DELETED.")
  private @Nullable Phase phase;

  @Option(
      names = "--kind",
      paramLabel = "NAME",
      description = "Monitor profile: ray, slurm, vllm, ... Default: ${DEFAULT-VALUE}.")
  private String kind = "static";

  @Option(
      names = "--endpoint",
      paramLabel = "ENDPOINT",
      description =
          "What to scrape, as [KIND=][http[s]://]HOST:PORT[/PATH]; may be given several times.")
  private List<String> endpoints = List.of();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Time between two scrapes of these endpoints, for example 5s.")
  private @Nullable String interval;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Label of every series; benchmark=true opens a session. Several times.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "Fact for the profile, for example nodes=gpu001,gpu002. Several times.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Identity of the event. Default: made of cluster, job, phase and time.")
  private @Nullable String id;

  @Option(
      names = "--source",
      paramLabel = "URI",
      description = "Who says so. Default: ${DEFAULT-VALUE}.")
  private String source = SOURCE;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When it happened, for example 2026-05-01T12:00:00Z. Default: now.")
  private @Nullable String time;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Read events as JSON from a file, or from standard input (-).")
  private @Nullable Path file;

  @Option(names = "--dry-run", description = "Check and print, and write nothing.")
  private boolean dryRun;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final EventValidator validator = new EventValidator(MOST_AHEAD);
  private final Console console;
  private final Clock clock;

  public EventsEmitCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<LifecycleEvent> events = CommandFailure.reading(this::events);
    events.forEach(this::check);
    if (dryRun) {
      events.forEach(event -> tell(event, "not written"));
      return ExitCode.OK;
    }
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      for (LifecycleEvent event : events) {
        tell(event, session.send(Topic.LIFECYCLE, key(event), event));
      }
    }
    return ExitCode.OK;
  }

  /** What the discovery service would refuse is told here and not in the dead letters. */
  private void check(LifecycleEvent event) {
    if (validator.check(event, clock.instant()) instanceof Intake.Invalid invalid) {
      throw CommandFailure.usage(
          "the event '%s' would be refused: %s".formatted(event.getId(), invalid.reason()), null);
    }
  }

  private List<LifecycleEvent> events() {
    if (file != null) {
      if (cluster != null || phase != null) {
        throw new IllegalArgumentException("give either --file, or --cluster and --phase");
      }
      return new EventFile().read(file);
    }
    if (cluster == null || phase == null) {
      throw new IllegalArgumentException("--cluster and --phase are needed, or --file");
    }
    return List.of(event(cluster, phase));
  }

  private LifecycleEvent event(String ofCluster, Phase reached) {
    Instant at = time(time);
    Duration between = interval == null ? null : DurationText.parse(interval);
    List<Endpoint> announced =
        endpoints.stream().map(text -> EndpointText.parse(text, between)).toList();
    String subject = job == null ? ofCluster : ofCluster + "-" + job;
    return LifecycleEvent.newBuilder()
        .setId(id == null ? "%s-%s-%d".formatted(subject, reached, at.toEpochMilli()) : id)
        .setSource(source)
        .setTime(at)
        .setResourceType(job == null ? ResourceType.CLUSTER : ResourceType.JOB)
        .setCluster(ofCluster)
        .setJob(job)
        .setPhase(reached)
        .setKind(kind)
        .setLabels(labels)
        .setEndpoints(announced)
        .setAttributes(attributes)
        .build();
  }

  private Instant time(@Nullable String text) {
    if (text == null) {
      return clock.instant();
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--time: '%s' is not a time; write for example 2026-05-01T12:00:00Z".formatted(text), e);
    }
  }

  private void tell(LifecycleEvent event, String written) {
    if (common.json()) {
      var node = new AvroJsonWriter().write(event);
      if (!dryRun) {
        node = JsonNodeFactory.instance.objectNode().put("written", written).set("event", node);
      }
      console.json(node, dryRun);
    } else {
      console.line(
          "%s %s  %d endpoints  %s"
              .formatted(
                  key(event),
                  console.style(Style.BOLD, event.getPhase().toString()),
                  event.getEndpoints().size(),
                  console.style(Style.DIM, written)));
    }
  }

  private static String key(LifecycleEvent event) {
    return ResourceKeys.of(event.getCluster(), event.getJob());
  }
}

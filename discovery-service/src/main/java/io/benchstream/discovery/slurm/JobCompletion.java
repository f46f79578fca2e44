package io.benchstream.discovery.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.discovery.connector.Announcer;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of Slurm's plugin {@code jobcomp/kafka} as lifecycle events: the ends of jobs, and
 * since 25.05 their starts. Their identity is the one that the connector of the same cluster gives
 * to the same fact. The job's script, which may hold secrets, is not read.
 *
 * @see <a href="https://slurm.schedmd.com/jobcomp_kafka.html">jobcomp/kafka</a>
 */
public final class JobCompletion {
  private static final String HOOK_SOURCE = "/slurm-hook/";

  private final Map<String, SlurmJobs> byCluster;
  private final SlurmJobs otherwise;

  /**
   * @param byCluster what the jobs of a cluster look like
   * @param otherwise for the other clusters
   */
  public JobCompletion(Map<String, SlurmJobs> byCluster, SlurmJobs otherwise) {
    this.byCluster = Map.copyOf(byCluster);
    this.otherwise = otherwise;
  }

  /** True for what looks like a message of the plugin. */
  public static boolean is(JsonNode message) {
    return message.isObject()
        && message.has("jobid")
        && message.has("state")
        && message.has("cluster");
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public LifecycleEvent read(JsonNode message) {
    String cluster = message.path("cluster").asText();
    String state = message.path("state").asText();
    Phase phase =
        SlurmJobs.phase(SlurmAnswer.states(message.path("state")))
            .orElseThrow(
                () -> new IllegalArgumentException("state '%s' is not known".formatted(state)));
    String task = message.path("array_task_id").asText();
    String id =
        SlurmJobs.id(
            number(message, "jobid"),
            message.path("array_job_id").asLong(),
            task.matches("[0-9]{1,9}") ? Long.valueOf(task) : null);
    SlurmJobs jobs = Optional.ofNullable(byCluster.get(cluster)).orElse(otherwise);
    SlurmJobs.Description described =
        jobs.describe(
            new SlurmJobs.Job(
                id,
                message.path("job_name").asText(),
                message.path("partition").asText(),
                message.path("username").asText(),
                nodes(message.path("nodes").asText()),
                "",
                0),
            Map.of());
    Instant time = time(message, phase);
    return LifecycleEvent.newBuilder()
        .setId(Announcer.eventId(cluster, id, time, phase))
        .setSource("/slurm/" + cluster)
        .setTime(time)
        .setResourceType(ResourceType.JOB)
        .setCluster(cluster)
        .setJob(id)
        .setPhase(phase)
        .setKind(described.kind())
        .setLabels(described.labels())
        .setEndpoints(List.of())
        .setAttributes(described.attributes())
        .build();
  }

  /**
   * An event of the hook in docs/slurm as the connector of its cluster would tell it: the hook
   * knows the job and not what such jobs expose. Any other event is what it was.
   *
   * @throws IllegalArgumentException where its nodes are no host list
   */
  public LifecycleEvent described(LifecycleEvent event) {
    SlurmJobs jobs = byCluster.get(event.getCluster());
    String job = event.getJob();
    if (jobs == null
        || job == null
        || !event.getSource().equals(HOOK_SOURCE + event.getCluster())
        || !event.getKind().equals(SlurmJobs.KIND)) {
      return event;
    }
    Map<String, String> told = event.getAttributes();
    String restarts = told.getOrDefault("restart_count", "");
    SlurmJobs.Description described =
        jobs.describe(
            new SlurmJobs.Job(
                job,
                event.getLabels().getOrDefault("job_name", ""),
                event.getLabels().getOrDefault("partition", ""),
                told.getOrDefault("user", ""),
                told.getOrDefault("nodes", ""),
                told.getOrDefault("comment", ""),
                restarts.matches("[0-9]{1,9}") ? Long.parseLong(restarts) : 0),
            Map.of());
    return LifecycleEvent.newBuilder(event)
        .setKind(described.kind())
        .setLabels(described.labels())
        .setAttributes(described.attributes())
        .build();
  }

  private static String nodes(String text) {
    return text.equals("None assigned") || text.equals("(null)") ? "" : text;
  }

  private static long number(JsonNode message, String name) {
    String text = message.path(name).asText();
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("%s '%s' is not a number".formatted(name, text));
    }
    return Long.parseLong(text);
  }

  private static Instant time(JsonNode message, Phase phase) {
    List<String> names =
        switch (phase) {
          case RUNNING -> List.of("@start", "@eligible", "@submit");
          case PENDING -> List.of("@end", "@submit");
          default -> List.of("@end", "@start", "@submit");
        };
    for (String name : names) {
      Instant time = parse(message.path(name).asText());
      if (time != null) {
        return time;
      }
    }
    throw new IllegalArgumentException(
        "none of %s holds a time; is the message cut?".formatted(names));
  }

  private static @Nullable Instant parse(String text) {
    try {
      return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null; // "Unknown"
    }
  }
}

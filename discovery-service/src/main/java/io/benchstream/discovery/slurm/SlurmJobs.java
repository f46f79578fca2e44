package io.benchstream.discovery.slurm;

import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.schemas.Phase;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a Slurm job is to Benchstream, whoever tells of it: its id, phase, kind, labels, attributes.
 */
public final class SlurmJobs {
  /** The profile of jobs that no rule and no comment says more of; it exposes nothing. */
  public static final String KIND = "slurm-job";

  private static final int LONGEST_TEXT = 256;
  private static final Pattern SETTING = Pattern.compile("([A-Za-z_][A-Za-z0-9_.]*)=([^\\s;,]+)");
  private static final String COMMENT_MARK = "benchstream";
  private static final String LABEL = "label.";

  /** What Slurm says of a job, and no comment: whoever names other nodes has those scraped. */
  private static final Set<String> FACTS = Set.of("nodes", "user", "restart_count");

  private final List<SlurmJobRule> rules;
  private final Hostlist hostlist;

  public SlurmJobs(List<SlurmJobRule> rules, Hostlist hostlist) {
    this.rules = List.copyOf(rules);
    this.hostlist = hostlist;
  }

  /**
   * A job as Slurm tells it.
   *
   * @param id as in {@link #id}
   * @param nodes host list expression; empty before it has nodes
   * @param comment that its user gave it
   * @param restarts how often it was requeued
   */
  public record Job(
      String id,
      String name,
      String partition,
      String user,
      String nodes,
      String comment,
      long restarts) {}

  /** What follows from a job. */
  public record Description(
      String kind, Map<String, String> labels, Map<String, String> attributes) {}

  /** The id of a job; a task of an array has one of its own, as in {@code squeue}. */
  public static String id(long jobId, long arrayJobId, @Nullable Long arrayTaskId) {
    return arrayJobId > 0 && arrayTaskId != null
        ? arrayJobId + "_" + arrayTaskId
        : Long.toString(jobId);
  }

  /** The phase that Slurm's states mean; empty where they say nothing final (COMPLETING). */
  public static Optional<Phase> phase(Collection<String> states) {
    if (states.contains("REQUEUED")
        || states.contains("REQUEUE_FED")
        || states.contains("REQUEUE_HOLD")
        || states.contains("SPECIAL_EXIT")) {
      return Optional.of(Phase.PENDING);
    }
    for (String state : states) {
      Phase phase =
          switch (state) {
            case "COMPLETED" -> Phase.COMPLETED;
            case "FAILED",
                "TIMEOUT",
                "NODE_FAIL",
                "OUT_OF_MEMORY",
                "BOOT_FAIL",
                "DEADLINE",
                "LAUNCH_FAILED" ->
                Phase.FAILED;
            case "CANCELLED", "PREEMPTED", "REVOKED" -> Phase.CANCELLED;
            default -> null;
          };
      if (phase != null) {
        return Optional.of(phase);
      }
    }
    if (states.contains("COMPLETING")) {
      return Optional.empty();
    }
    if (states.contains("SUSPENDED") || states.contains("STOPPED")) {
      return Optional.of(Phase.SUSPENDED);
    }
    if (states.contains("CONFIGURING") || states.contains("PENDING")) {
      return Optional.of(Phase.PENDING);
    }
    return states.contains("RUNNING")
            || states.contains("SIGNALING")
            || states.contains("STAGE_OUT")
        ? Optional.of(Phase.RUNNING)
        : Optional.empty();
  }

  /**
   * Kind, labels and attributes of a job.
   *
   * @param addresses of nodes by name, where an address is better than the name
   * @throws IllegalArgumentException where its nodes are no host list, or one too long
   */
  public Description describe(Job job, Map<String, String> addresses) {
    Map<String, String> labels = new HashMap<>();
    Map<String, String> attributes = new HashMap<>();
    String kind = KIND;
    for (SlurmJobRule rule : rules) {
      if (rule.matches(job.name(), job.partition())) {
        kind = rule.kind();
        labels.putAll(rule.labels());
        attributes.putAll(rule.attributes());
        break;
      }
    }
    if (job.comment().startsWith(COMMENT_MARK)) {
      kind = fromComment(job.comment(), kind, labels, attributes);
    }
    put(labels, "job_name", job.name());
    put(labels, "partition", job.partition());
    put(attributes, "user", job.user());
    attributes.put("restart_count", Long.toString(job.restarts()));
    put(attributes, "nodes", nodes(job, addresses));
    return new Description(kind, labels, attributes);
  }

  private String nodes(Job job, Map<String, String> addresses) {
    return switch (hostlist.expand(job.nodes())) {
      case Hostlist.Expansion.Hosts(List<String> hosts) ->
          hosts.stream()
              .map(host -> addresses.getOrDefault(host, host))
              .distinct()
              .collect(Collectors.joining(","));
      case Hostlist.Expansion.Refused(String problem) ->
          throw new IllegalArgumentException(
              "the nodes of job %s are no host list: %s".formatted(job.id(), problem));
    };
  }

  /** {@code benchstream kind=vllm port=8000 label.model=llama benchmark=true}. */
  private static String fromComment(
      String comment, String usual, Map<String, String> labels, Map<String, String> attributes) {
    String kind = usual;
    Matcher settings = SETTING.matcher(comment);
    while (settings.find()) {
      String name = settings.group(1);
      String value = settings.group(2);
      if (name.equals("kind")) {
        kind = value;
      } else if (name.startsWith(LABEL)) {
        labels.put(name.substring(LABEL.length()), value);
      } else if (name.equals("benchmark")) {
        labels.put(name, value);
      } else if (!name.startsWith(COMMENT_MARK) && !FACTS.contains(name)) {
        attributes.put(name, value);
      }
    }
    return kind;
  }

  private static void put(Map<String, String> into, String name, String value) {
    String clean = name.equals("nodes") ? value : clean(value);
    if (!clean.isEmpty()) {
      into.putIfAbsent(name, clean);
    }
  }

  /** Users name their jobs: what could not be a label's value is taken out. */
  private static String clean(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?").replace("%{", "%(");
    return clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) : clean;
  }

  /** The time that Slurm gives in seconds; null for its 0, which is none. */
  static @Nullable Instant time(long seconds) {
    return seconds <= 0 ? null : Instant.ofEpochSecond(seconds);
  }
}

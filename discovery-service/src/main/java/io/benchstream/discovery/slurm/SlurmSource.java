package io.benchstream.discovery.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.Source;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.Phase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and started jobs of a Slurm cluster, asked of slurmrestd. Between full answers only
 * what changed is asked for, and then all of a list comes or nothing; some versions say "nothing"
 * with an empty list, so that an empty list counts only as a full answer.
 *
 * <p>A job's times are Slurm's own: a start and an end have the same time whoever tells of them.
 * What the API gives as end of a job that has not ended is a forecast and is not used.
 */
public final class SlurmSource implements Source {
  /** Our clock and Slurm's may differ by so much before a change waits for the full answer. */
  private static final long CLOCK_SLACK_S = 10;

  private static final Set<String> AWAY =
      Set.of("POWERED_DOWN", "POWERING_DOWN", "POWER_DOWN", "FUTURE");

  private final SlurmConfig config;
  private final Map<String, String> labels;
  private final SlurmClient client;
  private final SlurmJobs jobs;
  private final Clock clock;
  private final Map<String, Node> nodes = new TreeMap<>();
  private final Map<String, Sighting> seen = new TreeMap<>();
  private final Map<String, Long> lastUpdates = new HashMap<>();
  private List<String> problems = List.of();
  private @Nullable Instant lastFull;

  private record Node(String name, String address, boolean gpus) {}

  private record Seen(SlurmJobs.Job job, List<String> states, long start, long end) {}

  /**
   * @param labels of the cluster's own targets
   */
  public SlurmSource(SlurmConfig config, Map<String, String> labels, Pages pages, Clock clock) {
    this.config = config;
    this.labels = Map.copyOf(labels);
    this.client = new SlurmClient(config, pages);
    this.jobs = new SlurmJobs(config.jobs(), new Hostlist(config.maxNodes()));
    this.clock = clock;
  }

  @Override
  public Snapshot read() throws SourceException, InterruptedException {
    Instant now = clock.instant();
    boolean full = lastFull == null || !now.isBefore(lastFull.plus(config.fullInterval()));
    readNodes(full, now);
    readJobs(full, now);
    if (full) {
      lastFull = now;
    }
    List<Sighting> sightings = new ArrayList<>();
    sightings.add(cluster());
    sightings.addAll(seen.values());
    return new Snapshot(sightings, true, problems);
  }

  private long since(String list, boolean full, Instant now) {
    Long last = lastUpdates.get(list);
    if (full || last == null) {
      return 0;
    }
    return last > 0 ? last : Math.max(1, now.getEpochSecond() - CLOCK_SLACK_S);
  }

  private void readNodes(boolean full, Instant now) throws SourceException, InterruptedException {
    Map<String, Node> read = new TreeMap<>();
    SlurmClient.Answer answer =
        client.list("nodes", since("nodes", full, now), item -> node(item, read));
    if (answer instanceof SlurmClient.Answer.Listed(Long lastUpdate)) {
      lastUpdates.put("nodes", lastUpdate == null ? 0L : lastUpdate);
      if (full || !read.isEmpty()) {
        nodes.clear();
        nodes.putAll(read);
      }
    }
  }

  private static void node(JsonNode item, Map<String, Node> into) {
    String name = SlurmAnswer.text(item.path("name"));
    List<String> states = new ArrayList<>(SlurmAnswer.states(item.path("state")));
    states.addAll(SlurmAnswer.states(item.path("state_flags")));
    if (name.isEmpty() || states.stream().anyMatch(AWAY::contains)) {
      return;
    }
    String address = SlurmAnswer.text(item.path("address"));
    boolean gpus = SlurmAnswer.text(item.path("gres")).contains("gpu");
    into.put(name, new Node(name, address.isEmpty() ? name : address, gpus));
  }

  private void readJobs(boolean full, Instant now) throws SourceException, InterruptedException {
    List<Seen> read = new ArrayList<>();
    SlurmClient.Answer answer =
        client.list("jobs", since("jobs", full, now), item -> job(item).ifPresent(read::add));
    if (!(answer instanceof SlurmClient.Answer.Listed(Long lastUpdate))) {
      return;
    }
    lastUpdates.put("jobs", lastUpdate == null ? 0L : lastUpdate);
    if (!full && read.isEmpty()) {
      return;
    }
    Map<String, Sighting> next = new TreeMap<>();
    List<String> troubles = new ArrayList<>();
    Map<String, String> addresses = addresses();
    for (Seen job : read) {
      Sighting before = seen.get(job.job().id());
      try {
        sighting(job, before, addresses).ifPresent(sighting -> next.put(job.job().id(), sighting));
      } catch (IllegalArgumentException e) {
        troubles.add(e.getMessage() + "; the job stays as it was told");
        if (before != null) {
          next.put(job.job().id(), before);
        }
      }
    }
    seen.clear();
    seen.putAll(next);
    problems = List.copyOf(troubles);
  }

  private static Optional<Seen> job(JsonNode item) {
    long id = SlurmAnswer.number(item.path("job_id"), 0);
    if (id == 0) {
      return Optional.empty();
    }
    // Array tasks that have not begun are one record; each gets its own once it begins.
    if (!SlurmAnswer.text(item.path("array_task_string")).isEmpty()) {
      return Optional.empty();
    }
    String key =
        SlurmJobs.id(
            id,
            SlurmAnswer.number(item.path("array_job_id"), 0),
            SlurmAnswer.number(item.path("array_task_id")));
    return Optional.of(
        new Seen(
            new SlurmJobs.Job(
                key,
                SlurmAnswer.text(item.path("name")),
                SlurmAnswer.text(item.path("partition")),
                SlurmAnswer.text(item.path("user_name")),
                SlurmAnswer.text(item.path("nodes")),
                SlurmAnswer.text(item.path("comment")),
                SlurmAnswer.number(item.path("restart_cnt"), 0)),
            SlurmAnswer.states(item.path("job_state")),
            SlurmAnswer.number(item.path("start_time"), 0),
            SlurmAnswer.number(item.path("end_time"), 0)));
  }

  private Optional<Sighting> sighting(
      Seen seenJob, @Nullable Sighting before, Map<String, String> addresses) {
    Optional<Phase> phase = SlurmJobs.phase(seenJob.states());
    if (phase.isEmpty()) {
      // Its end is near, and the state hides which: until then it is what it was.
      return Optional.ofNullable(before);
    }
    if (phase.get() == Phase.PENDING && before == null) {
      return Optional.empty();
    }
    SlurmJobs.Description described = jobs.describe(seenJob.job(), addresses);
    Instant since =
        switch (phase.get()) {
          case RUNNING -> SlurmJobs.time(seenJob.start());
          case COMPLETED, FAILED, CANCELLED -> SlurmJobs.time(seenJob.end());
          default -> null;
        };
    return Optional.of(
        new Sighting(
            seenJob.job().id(),
            phase.get(),
            described.kind(),
            described.labels(),
            List.of(),
            described.attributes(),
            since));
  }

  /** Addresses by name, of those nodes that have one of their own. */
  private Map<String, String> addresses() {
    Map<String, Long> count =
        nodes.values().stream()
            .collect(Collectors.groupingBy(Node::address, Collectors.counting()));
    Map<String, String> addresses = new HashMap<>();
    for (Node node : nodes.values()) {
      // Several nodes behind one address can only be told apart by their names.
      boolean own = count.getOrDefault(node.address(), 0L) == 1;
      addresses.put(node.name(), own ? node.address() : node.name());
    }
    return addresses;
  }

  private Sighting cluster() {
    Map<String, String> addresses = addresses();
    Map<String, String> attributes = new HashMap<>();
    put(attributes, "nodes", nodes.values(), addresses);
    put(attributes, "gpu_nodes", nodes.values().stream().filter(Node::gpus).toList(), addresses);
    String exporter = config.exporter();
    List<Endpoint> endpoints =
        exporter == null
            ? List.of()
            : List.of(Endpoint.newBuilder().setKind("slurm-exporter").setAddress(exporter).build());
    return Sighting.cluster("slurm", labels, endpoints, attributes);
  }

  private static void put(
      Map<String, String> attributes,
      String name,
      Collection<Node> hosts,
      Map<String, String> addresses) {
    if (!hosts.isEmpty()) {
      attributes.put(
          name,
          hosts.stream()
              .map(node -> addresses.getOrDefault(node.name(), node.name()))
              .collect(Collectors.joining(",")));
    }
  }
}

package io.benchstream.discovery.inventory;

import static java.time.ZoneOffset.UTC;

import io.benchstream.discovery.resource.Notes;
import io.benchstream.discovery.resource.Phases;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that a job with the label {@code benchmark=true} opens when it runs and closes when
 * it does not. Its id is {@code <cluster>-<job>-<start>}, so that a job that runs anew gets a
 * session of its own.
 */
final class BenchmarkSessions {
  static final String LABEL = "benchmark";

  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(UTC);
  private static final int LONGEST_NAME = 200;

  private BenchmarkSessions() {}

  /**
   * @param resource with the note of the session that is open
   * @param session to be written, if any
   */
  record Result(Resource resource, Optional<Session> session) {}

  /**
   * Opens, updates or closes the session of a job.
   *
   * @param before the job so far; null where it is new
   * @param masked its cluster has ended
   * @param at time of the event
   */
  static Result follow(@Nullable Resource before, Resource job, boolean masked, Instant at) {
    Optional<String> open = Notes.text(job, Notes.SESSION);
    boolean wanted =
        job.getJob() != null
            && !masked
            && !Phases.ends(job.getPhase())
            && "true".equals(job.getLabels().get(LABEL));
    if (open.isEmpty()) {
      return wanted && job.getPhase() == Phase.RUNNING
          ? open(job, at)
          : new Result(job, Optional.empty());
    }
    // A suspended benchmark goes on later; one that waits again was requeued.
    if (!wanted || job.getPhase() == Phase.PENDING) {
      return close(job, open.get(), at);
    }
    boolean same = before != null && before.getLabels().equals(job.getLabels());
    return new Result(
        job, same ? Optional.empty() : Optional.of(session(job, open.get(), start(job, at), null)));
  }

  private static Result open(Resource job, Instant at) {
    String name = job.getCluster() + "-" + job.getJob();
    if (name.length() > LONGEST_NAME) {
      name = name.substring(0, LONGEST_NAME - 9) + "-" + "%08x".formatted(name.hashCode());
    }
    String id = name + "-" + START.format(at);
    Map<String, @Nullable String> notes = new HashMap<>();
    notes.put(Notes.SESSION, id);
    notes.put(Notes.SESSION_START, Long.toString(at.toEpochMilli()));
    return new Result(Notes.with(job, notes), Optional.of(session(job, id, at, null)));
  }

  private static Result close(Resource job, String id, Instant at) {
    Map<String, @Nullable String> notes = new HashMap<>();
    notes.put(Notes.SESSION, null);
    notes.put(Notes.SESSION_START, null);
    Instant start = start(job, at);
    Instant end = at.isBefore(start) ? start : at; // a cluster's end may be told late
    return new Result(Notes.with(job, notes), Optional.of(session(job, id, start, end)));
  }

  private static Instant start(Resource job, Instant at) {
    return Notes.time(job, Notes.SESSION_START).orElse(at);
  }

  private static Session session(Resource job, String id, Instant start, @Nullable Instant end) {
    return Session.newBuilder()
        .setId(id)
        .setLabels(Map.copyOf(job.getLabels()))
        .setJobs(List.of(job.getCluster() + "/" + job.getJob()))
        .setState(end == null ? SessionState.OPEN : SessionState.ENDED)
        .setStart(start)
        .setEnd(end)
        .build();
  }
}

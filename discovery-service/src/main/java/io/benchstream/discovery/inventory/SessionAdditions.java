package io.benchstream.discovery.inventory;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What people add to the session of a benchmark while it runs: windows that were asked for and
 * where their files belong, targets with their jobs, an end before that of the job. A session's
 * record is written whole, so whoever writes it has to carry them over.
 */
public final class SessionAdditions {
  private SessionAdditions() {}

  /** Whether it is the session of a job with the label {@code benchmark=true}. */
  public static boolean areOf(Session session) {
    return "true".equals(session.getLabels().get(BenchmarkSessions.LABEL));
  }

  /**
   * The record to be written with what was added to the one that stands.
   *
   * @param written as follows from the job's events
   * @param standing of the same id; not regarded where it is of an earlier run of the job
   */
  public static Session carry(Session standing, Session written) {
    if (!standing.getStart().equals(written.getStart())) {
      return written;
    }
    Set<String> jobs = new LinkedHashSet<>(written.getJobs());
    jobs.addAll(standing.getJobs());
    Session.Builder carried =
        Session.newBuilder(written)
            .setJobs(new ArrayList<>(jobs))
            .setSelector(standing.getSelector())
            .setWindows(standing.getWindows())
            .setTargets(standing.getTargets())
            .setDirectories(standing.getDirectories())
            .setJobsChangedAt(standing.getJobsChangedAt());
    if (standing.getState() == SessionState.ENDED) {
      carried.setState(SessionState.ENDED).setEnd(standing.getEnd());
    }
    return carried.build();
  }
}

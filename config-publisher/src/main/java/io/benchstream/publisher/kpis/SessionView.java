package io.benchstream.publisher.kpis;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions there are, to tell which one a KPI window belongs to: one that names its job, or
 * whose selector the job's labels hold, and in whose time the window lies as a whole. Of several
 * the one that began last. Thread-safe.
 *
 * <p>Memory: a session is forgotten some time after its end, when there are no windows of it any
 * more.
 */
public final class SessionView {
  private static final String LABEL = "session";
  private static final Comparator<Session> LAST_BEGUN =
      Comparator.comparing(Session::getStart).thenComparing(Session::getId);

  private final Clock clock;
  private final Duration keep;
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, Map<String, String>> jobLabels = new HashMap<>();

  /**
   * @param keep how long after its end a session may still be asked for
   */
  public SessionView(Clock clock, Duration keep) {
    this.clock = clock;
    this.keep = keep;
  }

  /** What stands under a session's id; null where it is deleted. */
  public synchronized void put(String id, @Nullable Session session) {
    if (session == null || session.getState() == SessionState.DELETED || isOver(session, kept())) {
      sessions.remove(id);
    } else {
      sessions.put(id, session);
    }
  }

  /** What stands under a resource's key; null where it is gone. */
  public synchronized void putResource(String key, @Nullable Resource resource) {
    if (resource == null) {
      jobLabels.remove(key);
    } else if (resource.getResourceType() == ResourceType.JOB && resource.getJob() != null) {
      jobLabels.put(key, Map.copyOf(resource.getLabels()));
    }
  }

  /**
   * The labels that tell a window's session: {@code session} with its id, and {@code
   * session_<label>} for each label that it has itself; none where it belongs to no session.
   *
   * @param jobKey key of the window's job among the resources
   */
  synchronized Map<String, String> labels(KpiWindow window, String jobKey) {
    String job = window.getScope().getJob();
    if (job == null) {
      return Map.of();
    }
    Instant kept = kept();
    sessions.values().removeIf(session -> isOver(session, kept));
    String name = window.getScope().getCluster() + "/" + job;
    Map<String, String> labels = jobLabels.getOrDefault(jobKey, Map.of());
    return sessions.values().stream()
        .filter(session -> holds(session, window))
        .filter(session -> session.getJobs().contains(name) || selects(session, labels))
        .max(LAST_BEGUN)
        .map(SessionView::labels)
        .orElse(Map.of());
  }

  private static boolean holds(Session session, KpiWindow window) {
    Instant end = session.getEnd();
    return !window.getWindowStart().isBefore(session.getStart())
        && (end == null || !window.getWindowEnd().isAfter(end));
  }

  private static boolean selects(Session session, Map<String, String> labels) {
    Map<String, String> selector = session.getSelector();
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
  }

  private static Map<String, String> labels(Session session) {
    Map<String, String> labels = new TreeMap<>();
    session
        .getLabels()
        .forEach((name, value) -> labels.put(LABEL + "_" + KpiNames.safe(name), value));
    labels.put(LABEL, session.getId());
    return labels;
  }

  private Instant kept() {
    return clock.instant().minus(keep);
  }

  private static boolean isOver(Session session, Instant kept) {
    Instant end = session.getEnd();
    return end != null && end.isBefore(kept);
  }
}

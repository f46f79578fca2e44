package io.benchstream.gateway.collect;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.session.Sessions;
import io.benchstream.kpi.compare.Bootstrap;
import io.benchstream.kpi.compare.SessionComparison;
import io.benchstream.kpi.compare.Tolerances;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares two sessions from the final windows of each. Thread-safe. */
public final class Comparisons {
  /** With their buckets some kilobytes each. */
  private static final int MOST_WINDOWS = 50_000;

  /** Stands for the cluster that a session's own targets are in, so that those of two compare. */
  private static final String OWN_CLUSTER = "session";

  private final Sessions sessions;
  private final Reports reports;
  private final KpiSource kpis;
  private final Duration patience;

  /**
   * Comparisons.
   *
   * @param patience how long a request may wait for reports
   */
  public Comparisons(Sessions sessions, Collector.Sources sources, Duration patience) {
    this.sessions = sessions;
    this.reports = new Reports(sources.catalogue(), sources.reports());
    this.kpis = sources.kpis();
    this.patience = patience;
  }

  /**
   * One side of a comparison.
   *
   * @param windowId empty for the whole session
   */
  public record Side(String sessionId, String windowId, Instant start, Instant end) {}

  /** A comparison and what was compared. */
  public record Result(Side before, Side after, SessionComparison comparison) {}

  /**
   * Which session, and which window of it; null: the whole session where it has ended, otherwise
   * the window that was collected last.
   */
  public record Wanted(String field, String sessionId, @Nullable String windowId) {}

  /**
   * Compares. Blocks.
   *
   * @throws ProblemException 404 or 409 where there is nothing to compare, 503 where a report does
   *     not come in time
   */
  public Result compare(Wanted before, Wanted after, Tolerances tolerances) {
    String beforeWindow = windowId(before);
    String afterWindow = windowId(after);
    List<KpiWindow> old = new ArrayList<>();
    List<KpiWindow> now = new ArrayList<>();
    Side oldSide = read(before, beforeWindow, old);
    Side newSide = read(after, afterWindow, now);
    return new Result(
        oldSide, newSide, SessionComparison.of(old, now, tolerances, Bootstrap.USUAL));
  }

  private String windowId(Wanted wanted) {
    Session session = sessions.get(wanted.sessionId());
    List<SessionWindow> windows = session.getWindows();
    if (wanted.windowId() != null) {
      return windows.stream()
          .map(SessionWindow::getId)
          .filter(id -> id.equals(wanted.windowId()))
          .findFirst()
          .orElseThrow(
              () ->
                  new ProblemException(
                      Problem.of(
                          404,
                          "No such window",
                          wanted.field(),
                          "session '%s' has no window '%s'; it has %s"
                              .formatted(
                                  session.getId(),
                                  wanted.windowId(),
                                  windows.stream().map(SessionWindow::getId).toList()))));
    }
    if (session.getState() == SessionState.ENDED) {
      return "";
    }
    if (windows.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              409,
              "Nothing to compare",
              "session '%s' is open and nothing was collected of it; end it, or collect a window"
                  .formatted(session.getId())));
    }
    return windows.getLast().getId();
  }

  private Side read(Wanted wanted, String windowId, List<KpiWindow> windows) {
    Session session = sessions.get(wanted.sessionId());
    SessionReport report = reports.await(session, windowId, patience);
    Instant from = report.getWindowStart();
    kpis.read(
        Collector.scopes(report),
        from,
        report.getWindowEnd(),
        window -> {
          if (window.getStatus() == WindowStatus.FINAL && !window.getWindowStart().isBefore(from)) {
            if (windows.size() >= MOST_WINDOWS) {
              throw new ProblemException(
                  Problem.of(
                      422,
                      "Window too large",
                      wanted.field(),
                      "session '%s' has more than %d KPI windows; collect a shorter one and name it"
                          .formatted(session.getId(), MOST_WINDOWS)));
            }
            windows.add(neutral(window, session.getId()));
          }
        });
    if (windows.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              404,
              "Nothing seen",
              "no KPI of session '%s' was seen from %s to %s"
                  .formatted(session.getId(), from, report.getWindowEnd())));
    }
    return new Side(session.getId(), windowId, from, report.getWindowEnd());
  }

  private static KpiWindow neutral(KpiWindow window, String sessionId) {
    KpiScope scope = window.getScope();
    if (scope.getCluster().equals(sessionId)) {
      window.setScope(new KpiScope(OWN_CLUSTER, scope.getJob(), scope.getLabels()));
    }
    return window;
  }
}

package io.benchstream.aggregator.session;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a session's record asks for: a report of the whole once it has ended, and one for each
 * window that somebody wants. The same record twice asks once; another end, other jobs ask again.
 *
 * <p>A report is of the aggregator's windows that lie wholly in the time asked for, since a window
 * that began before has load in it that is none of the session's. Where none does, the time is
 * shorter than two windows, and it is of those that hold it.
 */
public final class SessionRequests {
  private final Windows windows;
  private final ScopePlacement placement;
  private final long retentionMs;

  /**
   * @param retention how long windows are kept: nothing is asked of whole sessions that ended
   *     before, whose report may long be there
   */
  public SessionRequests(Windows windows, ScopePlacement placement, Duration retention) {
    this.windows = windows;
    this.placement = placement;
    this.retentionMs = retention.toMillis();
  }

  /**
   * A request and who gets it.
   *
   * @param partitions of scopes; at least one
   */
  public record Ask(NavigableSet<Integer> partitions, ReportRequest request) {}

  /**
   * What follows from a record.
   *
   * @param asked to be remembered; null for a session that is gone
   */
  public record Decision(@Nullable Asked asked, List<Ask> asks, Optional<Answer.Removed> removed) {}

  /**
   * Follows the record of a session.
   *
   * @param before what was asked for it so far, or null
   * @param session null where the record was deleted
   * @param now the wall clock, in milliseconds since the epoch
   */
  public Decision follow(
      String sessionId, @Nullable Asked before, @Nullable Session session, long now) {
    Asked asked = before == null ? Asked.NOTHING : before;
    if (session == null || session.getState() == SessionState.DELETED) {
      return new Decision(
          null,
          List.of(),
          before == null
              ? Optional.empty()
              : Optional.of(
                  new Answer.Removed(
                      sessionId,
                      Math.max(base(now), asked.number() + 1),
                      new ArrayList<>(new TreeSet<>(asked.windows().keySet())))));
    }
    Map<String, String> remembered = new HashMap<>(asked.windows());
    // Answers to an id that was deleted and came back must not be taken for those of today.
    long number = Math.max(asked.number(), before == null ? base(now) : 0);
    List<Ask> asks = new ArrayList<>();
    for (Map.Entry<String, SessionWindow> wanted : wanted(session, now).entrySet()) {
      String text = text(session, wanted.getValue());
      if (!text.equals(remembered.put(wanted.getKey(), text))) {
        asks.add(ask(session, wanted.getValue(), ++number));
      }
    }
    return new Decision(new Asked(number, remembered), asks, Optional.empty());
  }

  /** Numbers begin above all that were there before: a session asks less than once in 1 us. */
  private static long base(long now) {
    return now << 10;
  }

  private Map<String, SessionWindow> wanted(Session session, long now) {
    Map<String, SessionWindow> wanted = new TreeMap<>();
    Instant end = session.getEnd();
    if (session.getState() == SessionState.ENDED
        && end != null
        && end.toEpochMilli() > now - retentionMs) {
      wanted.put("", new SessionWindow("", session.getStart(), end));
    }
    for (SessionWindow window : session.getWindows()) {
      if (!window.getId().isEmpty()) {
        wanted.put(window.getId(), window);
      }
    }
    return wanted;
  }

  private static String text(Session session, SessionWindow window) {
    return "%d-%d %s %s"
        .formatted(
            window.getStart().toEpochMilli(),
            window.getEnd().toEpochMilli(),
            new TreeSet<>(session.getJobs()),
            new TreeMap<>(session.getSelector()));
  }

  private Ask ask(Session session, SessionWindow window, long number) {
    List<String> scopes = session.getJobs().stream().map(SessionRequests::scope).sorted().toList();
    NavigableSet<Integer> partitions = new TreeSet<>();
    if (session.getSelector().isEmpty()) {
      scopes.forEach(scope -> partitions.add(placement.partition(scope)));
    } else {
      IntStream.range(0, placement.partitions()).forEach(partitions::add);
    }
    if (partitions.isEmpty()) {
      partitions.add(0);
    }
    long start = window.getStart().toEpochMilli();
    long end = window.getEnd().toEpochMilli();
    long from = windows.endOf(start);
    long to = windows.endOf(end + 1) - windows.sizeMs();
    if (to <= from) {
      from = windows.endOf(start + 1) - windows.sizeMs();
      to = Math.max(windows.endOf(end), from + windows.sizeMs());
    }
    return new Ask(
        partitions,
        new ReportRequest(
            session.getId(),
            window.getId(),
            number,
            from,
            to,
            scopes,
            session.getSelector(),
            partitions.size()));
  }

  /** {@code <cluster>/<job>}; a cluster alone for its own scope. */
  private static String scope(String job) {
    int slash = job.indexOf('/');
    return slash < 0
        ? new Layout.Scope(job, null).key()
        : new Layout.Scope(job.substring(0, slash), job.substring(slash + 1)).key();
  }
}

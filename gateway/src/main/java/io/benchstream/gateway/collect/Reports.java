package io.benchstream.gateway.collect;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Waits for reports. Thread-safe. */
final class Reports {
  private static final long COME_BACK_SECONDS = 5;

  /** A read is a consumer of its own, so one that finds nothing is repeated ever more seldom. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final ReportCatalogue catalogue;
  private final ReportSource source;

  Reports(ReportCatalogue catalogue, ReportSource source) {
    this.catalogue = catalogue;
    this.source = source;
  }

  /**
   * The report of a window of a session.
   *
   * @param windowId empty for the whole session
   * @throws ProblemException 503 where it does not come in time
   */
  SessionReport await(Session session, String windowId, Duration patience) {
    Instant since = Objects.requireNonNullElse(session.getJobsChangedAt(), Instant.EPOCH);
    Instant end = session.getEnd();
    if (windowId.isEmpty() && end != null && end.isAfter(since)) {
      since = end;
    }
    String key = ReportCatalogue.key(session.getId(), windowId);
    Instant deadline = Instant.now().plus(patience);
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        Duration left = Duration.between(Instant.now(), deadline);
        Optional<SessionReport> report = catalogue.await(key, since, left).flatMap(source::read);
        if (report.isPresent()) {
          return report.get();
        }
        // Another took its place, which the view learns in a moment; or the topic has lost it.
        if (Instant.now().isAfter(deadline)) {
          throw notReady(session, patience);
        }
        Thread.sleep(shorter(pause, Duration.between(Instant.now(), deadline)));
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.comeBack(503, "Stopping", "the gateway is being stopped", COME_BACK_SECONDS));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static ProblemException notReady(Session session, Duration patience) {
    return new ProblemException(
        Problem.comeBack(
            503,
            "Report not ready",
            "the report of session '%s' did not come within %d s; send the same request again, and where it stays away see to the aggregator"
                .formatted(session.getId(), patience.toSeconds()),
            COME_BACK_SECONDS));
  }
}

package io.benchstream.gateway.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportsTest {
  private final Session session = SampleSession.session();
  private final SessionReport report = SampleSession.report(session, "w");
  private final ReportCatalogue catalogue = new ReportCatalogue(10);

  @Test
  void oneThatTheTopicHasLostIsNotWaitedForForEver() {
    catalogue.put(ReportCatalogue.key(session.getId(), "w"), report, 0, 7);
    AtomicInteger reads = new AtomicInteger();
    Reports reports =
        new Reports(
            catalogue,
            place -> {
              reads.incrementAndGet();
              return Optional.empty();
            });
    assertThatThrownBy(() -> reports.await(session, "w", Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().retryAfter()).hasValue(5);
            });
    assertThat(reads).hasValueBetween(1, 6);
  }

  @Test
  void oneThatIsBeingReplacedIsReadAgain() {
    catalogue.put(ReportCatalogue.key(session.getId(), "w"), report, 0, 7);
    AtomicInteger reads = new AtomicInteger();
    Reports reports =
        new Reports(
            catalogue,
            place -> reads.incrementAndGet() < 3 ? Optional.empty() : Optional.of(report));
    assertThat(reports.await(session, "w", Duration.ofSeconds(30))).isSameAs(report);
  }
}

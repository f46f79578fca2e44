package io.benchstream.gateway.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.gateway.artifact.ArtifactStore;
import io.benchstream.gateway.artifact.ArtifactWriter;
import io.benchstream.gateway.artifact.Collected;
import io.benchstream.gateway.artifact.KpiTable;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.session.Sessions;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.gateway.view.TargetCatalogue;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.WindowStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects a window: asks for its report, waits for it, reads the windows in it and writes the
 * files. Thread-safe.
 */
public final class Collector {
  /** A hundred bytes each: half a million take some 100 MB while they are written. */
  private static final int MOST_WINDOWS = 500_000;

  private final Sessions sessions;
  private final Reports reports;
  private final KpiSource kpis;
  private final TargetCatalogue targets;
  private final ArtifactStore store;
  private final ArtifactWriter writer = new ArtifactWriter();
  private final Settings settings;
  private final Clock clock;

  /**
   * How it collects.
   *
   * @param patience how long a request may wait
   * @param topicPrefix told in the manifest
   */
  public record Settings(Duration patience, String topicPrefix) {}

  /** What it reads. */
  public record Sources(
      ReportCatalogue catalogue, ReportSource reports, KpiSource kpis, TargetCatalogue targets) {}

  public Collector(
      Sessions sessions, Sources sources, ArtifactStore store, Settings settings, Clock clock) {
    this.sessions = sessions;
    this.reports = new Reports(sources.catalogue(), sources.reports());
    this.kpis = sources.kpis();
    this.targets = sources.targets();
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Collects, by a body that the contract's schema takes. Blocks until the files are there.
   *
   * @throws ProblemException 409 without jobs, 425 where the window ends too late to wait for, 503
   *     where its report does not come in time, 404 where nothing was seen in it
   */
  public Collected collect(String sessionId, JsonNode body) {
    Session session = sessions.get(sessionId);
    SessionWindow window = sessions.window(session, body);
    String directory = store.relative(outputDir(body));
    store.place(directory, sessionId, window.getId());
    if (session.getJobs().isEmpty() && session.getSelector().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              409,
              "Nothing to collect",
              "session '%s' has no targets, jobs or selector; register a target first"
                  .formatted(sessionId)));
    }
    Duration ahead = Duration.between(clock.instant(), window.getEnd());
    if (ahead.compareTo(settings.patience()) > 0) {
      throw new ProblemException(
          Problem.comeBack(
              425,
              "Too early",
              "the window ends at %s, in %d s; send the same request again then"
                  .formatted(window.getEnd(), ahead.toSeconds()),
              ahead.toSeconds() + 1));
    }
    Session asked = sessions.ask(sessionId, window, directory);
    SessionReport report = reports.await(asked, window.getId(), settings.patience());
    if (report.getKpis().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              404,
              "Nothing seen",
              "start_time",
              "no KPI of the session's jobs was seen from %s to %s: nothing was scraped then, or it is longer ago than the aggregator's partial_retention"
                  .formatted(window.getStart(), window.getEnd())));
    }
    Collected collected =
        new Collected(
            asked, window, report, table(report), standing(report), settings.topicPrefix());
    store.write(directory, sessionId, window.getId(), files -> writer.write(files, collected));
    return collected;
  }

  private static @Nullable String outputDir(JsonNode body) {
    return body.has("output_dir") ? body.path("output_dir").asText() : null;
  }

  private KpiTable table(SessionReport report) {
    KpiTable table = new KpiTable(MOST_WINDOWS);
    Instant from = report.getWindowStart();
    kpis.read(
        scopes(report),
        from,
        report.getWindowEnd(),
        window -> {
          if (window.getStatus() == WindowStatus.FINAL && !window.getWindowStart().isBefore(from)) {
            table.add(window);
          }
        });
    return table;
  }

  static Set<String> scopes(SessionReport report) {
    return report.getKpis().stream().map(Collector::scope).collect(Collectors.toSet());
  }

  private static String scope(KpiWindow kpi) {
    String job = kpi.getScope().getJob();
    return kpi.getScope().getCluster() + "/" + (job == null ? "" : job);
  }

  private Map<String, Target> standing(SessionReport report) {
    Map<String, Target> standing = new HashMap<>();
    for (String id : report.getTargetIds()) {
      targets.find(id).ifPresent(target -> standing.put(id, target));
    }
    return standing;
  }
}

package io.benchstream.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.ResourceCatalogue;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionTarget;
import io.benchstream.schemas.SessionWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do to sessions. Each change is read from the view, made, and written whole, one after
 * the other for a session; every call blocks until the session can be read back as it is then. What
 * its events make of jobs is seen a moment later, when discovery has applied them. A call whose
 * answer was lost can be sent again. The session of a benchmark is also written by discovery; of
 * two changes at the same moment the later one holds. Thread-safe.
 */
public final class Sessions {
  private static final int LOCKS = 64;
  private static final int MOST_TARGETS = 1_000;
  private static final int MOST_WINDOWS = 500;

  /** HTTP statuses from here on are of failures that pass. */
  private static final int FIRST_TO_TRY_AGAIN = 500;

  private static final Set<Phase> ENDS =
      Set.of(Phase.COMPLETED, Phase.FAILED, Phase.CANCELLED, Phase.DELETED);

  /** Clocks differ by so much. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  /** The aggregator keeps windows for so long, where it is not told otherwise. */
  private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

  private final SessionCatalogue catalogue;
  private final ResourceCatalogue resources;
  private final SessionSink sink;
  private final SessionEvents events;
  private final Clock clock;
  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

  public Sessions(
      SessionCatalogue catalogue, ResourceCatalogue resources, SessionSink sink, Clock clock) {
    this.catalogue = catalogue;
    this.resources = resources;
    this.sink = sink;
    this.events = new SessionEvents(clock);
    this.clock = clock;
  }

  /**
   * What became of a creation.
   *
   * @param created false where it stood already
   */
  public record Created<T>(T value, boolean created) {}

  /**
   * The session.
   *
   * @throws ProblemException 404
   */
  public Session get(String id) {
    return catalogue
        .find(id)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        404,
                        "No such session",
                        "there is no session '%s'; open it with POST /api/v1/sessions"
                            .formatted(id))));
  }

  /** Opens a session, by a body that the contract's schema takes. */
  public Created<Session> open(JsonNode body) {
    String id = body.path("session_id").asText();
    Map<String, String> labels = texts(body.path("labels"));
    Map<String, String> selector = texts(body.path("selector"));
    Set<String> jobs = new LinkedHashSet<>();
    body.path("jobs").forEach(job -> jobs.add(job.asText()));
    return locked(
        id,
        () -> {
          var known = catalogue.find(id);
          if (known.isPresent()) {
            Session session = known.get();
            if (session.getLabels().equals(labels)
                && session.getSelector().equals(selector)
                && named(session).equals(jobs)) {
              return new Created<>(session, false);
            }
            throw conflict(
                "session_id",
                "there is a session '%s' already, with other labels, selector or jobs; choose another id, or delete that one"
                    .formatted(id));
          }
          if (catalogue.room() <= 0) {
            throw conflict(
                null,
                "there are too many sessions; delete some, or raise max_sessions of the gateway");
          }
          Session session =
              Session.newBuilder()
                  .setId(id)
                  .setLabels(labels)
                  .setSelector(selector)
                  .setJobs(new ArrayList<>(jobs))
                  .setState(SessionState.OPEN)
                  .setStart(now())
                  .setJobsChangedAt(now())
                  .build();
          sink.write(id, session);
          return new Created<>(session, true);
        });
  }

  /** The jobs that were named when it was opened. */
  private static Set<String> named(Session session) {
    Set<String> jobs = new LinkedHashSet<>(session.getJobs());
    session.getTargets().forEach(target -> jobs.remove(jobName(target)));
    return jobs;
  }

  /** Registers a target, by a body that the contract's schema takes. */
  public Created<SessionTarget> addTarget(String id, JsonNode body) {
    SessionTarget wanted = Registration.read(id, body);
    return locked(
        id,
        () -> {
          Session session = open(id);
          for (SessionTarget target : session.getTargets()) {
            if (target.equals(wanted)) {
              if (mayBeUnheard(session, wanted)) {
                announce(session, wanted);
              }
              return new Created<>(target, false);
            }
            if (isOf(target, wanted.getCluster(), wanted.getJob())) {
              refuseClash(target, wanted);
            }
          }
          refuseForeignJob(session, wanted);
          if (session.getTargets().size() >= MOST_TARGETS) {
            throw conflict(
                "job_id",
                "session '%s' has %d targets, the most there may be; open another session"
                    .formatted(id, MOST_TARGETS));
          }
          List<SessionTarget> targets = new ArrayList<>(session.getTargets());
          targets.add(wanted);
          Set<String> jobs = new LinkedHashSet<>(session.getJobs());
          jobs.add(jobName(wanted));
          Session changed = withTargets(session, targets, jobs);
          // First the record: a job that no session knows of would be scraped for ever.
          sink.write(id, changed);
          try {
            announce(changed, wanted);
          } catch (ProblemException e) {
            if (e.problem().status() < FIRST_TO_TRY_AGAIN) {
              takeBack(session, wanted);
            }
            throw e;
          }
          return new Created<>(wanted, true);
        });
  }

  /**
   * Takes a target out that was refused for good, and leaves what others have written meanwhile.
   *
   * @param before the session without it
   */
  private void takeBack(Session before, SessionTarget refused) {
    Optional<Session> now = catalogue.find(before.getId());
    if (now.isEmpty()) {
      return;
    }
    List<SessionTarget> targets = new ArrayList<>(now.get().getTargets());
    targets.remove(refused);
    Set<String> jobs = new LinkedHashSet<>(now.get().getJobs());
    if (!before.getJobs().contains(jobName(refused))) {
      jobs.remove(jobName(refused));
    }
    sink.write(before.getId(), withTargets(now.get(), targets, jobs));
  }

  private void announce(Session session, SessionTarget target) {
    if (!target.getEndpoints().isEmpty()) {
      sink.send(List.of(events.running(session, target.getCluster(), target.getJob())));
    }
  }

  /**
   * Whether the last time perhaps only the record was written. What somebody else runs or has ended
   * since is left as it is.
   */
  private boolean mayBeUnheard(Session session, SessionTarget target) {
    return resources
        .find(target.getCluster(), target.getJob())
        .map(
            job ->
                ENDS.contains(job.getPhase())
                    ? !SessionEvents.startSeen(session, job)
                    : SessionEvents.toldLast(session, job))
        .orElse(true);
  }

  private static void refuseClash(SessionTarget known, SessionTarget wanted) {
    if (known.getName().equals(wanted.getName())) {
      throw conflict(
          "scrape_config.job_name",
          "job '%s' has another target '%s' already; delete that one, or choose another job_name"
              .formatted(known.getJob(), known.getName()));
    }
    if (known.getEndpoints().isEmpty() != wanted.getEndpoints().isEmpty()) {
      throw conflict(
          "job_id",
          "job '%s' stands there already, %s"
              .formatted(
                  jobName(known),
                  known.getEndpoints().isEmpty()
                      ? "as one that lifecycle events tell of"
                      : "with a scrape_config of its own"));
    }
  }

  /** A job that a scheduler told of must not get its endpoints from a session, nor its end. */
  private void refuseForeignJob(Session session, SessionTarget wanted) {
    if (wanted.getEndpoints().isEmpty()) {
      return;
    }
    String name = jobName(wanted);
    boolean own =
        session.getTargets().stream()
            .anyMatch(target -> isOf(target, wanted.getCluster(), wanted.getJob()));
    boolean foreign =
        living(wanted.getCluster(), wanted.getJob())
            // Its end may not be in the view yet, where it was taken out just now.
            .filter(job -> !SessionEvents.toldLast(session, job))
            .isPresent();
    if (!own && foreign) {
      throw conflict(
          "job_id",
          "%s runs already, by lifecycle events or in another session; leave scrape_config out, or choose another job_id or cluster"
              .formatted(name));
    }
  }

  private Optional<Resource> living(String cluster, String job) {
    return resources.find(cluster, job).filter(resource -> !ENDS.contains(resource.getPhase()));
  }

  /**
   * The ends of the jobs that the session has scraped itself. One that was ended by somebody else,
   * such as that of a job that is a benchmark, may have left some running; what a scheduler or
   * another session has begun since is not its business.
   */
  private List<LifecycleEvent> ends(Session session, Phase phase) {
    boolean open = session.getState() == SessionState.OPEN;
    return events.ends(session, phase).stream()
        .filter(
            end -> {
              Optional<Resource> job = living(end.getCluster(), end.getJob());
              return open
                  ? job.map(run -> !isTakenOver(session, run)).orElse(true)
                  : job.filter(run -> SessionEvents.toldLast(session, run)).isPresent();
            })
        .toList();
  }

  /** Only where the session's start was seen: until then the view may be of a run before. */
  private static boolean isTakenOver(Session session, Resource run) {
    return SessionEvents.startSeen(session, run) && !SessionEvents.toldLast(session, run);
  }

  /** Takes a job's targets out. */
  public void removeTarget(String id, String cluster, String job) {
    locked(
        id,
        () -> {
          Session session = get(id);
          List<SessionTarget> gone =
              session.getTargets().stream().filter(target -> isOf(target, cluster, job)).toList();
          if (gone.isEmpty()) {
            throw new ProblemException(
                Problem.of(
                    404,
                    "No such target",
                    "session '%s' has no target of job '%s' in cluster '%s'; it has %s"
                        .formatted(
                            id,
                            job,
                            cluster,
                            new TreeSet<>(
                                session.getTargets().stream().map(Sessions::jobName).toList()))));
          }
          List<SessionTarget> targets = new ArrayList<>(session.getTargets());
          targets.removeAll(gone);
          Set<String> jobs = new LinkedHashSet<>(session.getJobs());
          jobs.remove(jobName(gone.getFirst()));
          Session changed = withTargets(session, targets, jobs);
          sink.send(ends(Session.newBuilder(session).setTargets(gone).build(), Phase.DELETED));
          sink.write(id, changed);
          return changed;
        });
  }

  /** Ends a session; one that has ended stays as it is, but for targets that it left running. */
  public Session end(String id, JsonNode body) {
    return locked(
        id,
        () -> {
          Session session = get(id);
          if (session.getState() == SessionState.ENDED) {
            sink.send(ends(session, Phase.COMPLETED));
            return session;
          }
          Instant now = now();
          Instant end = Times.read(body, "end_time", now);
          if (end.isBefore(session.getStart()) || end.isAfter(now.plus(SKEW))) {
            throw new ProblemException(
                Problem.badRequest(
                    "end_time",
                    "'%s' is not between the session's start, %s, and now, %s"
                        .formatted(end, session.getStart(), now)));
          }
          sink.send(ends(session, Phase.COMPLETED));
          Session ended =
              Session.newBuilder(session).setState(SessionState.ENDED).setEnd(end).build();
          sink.write(id, ended);
          return ended;
        });
  }

  /** Removes a session. */
  public void delete(String id) {
    locked(
        id,
        () -> {
          Session session = get(id);
          sink.send(ends(session, Phase.DELETED));
          sink.write(id, null);
          return session;
        });
  }

  /**
   * The window that a body asks for: the session's time where it names none.
   *
   * @throws ProblemException names the field that does not fit
   */
  public SessionWindow window(Session session, JsonNode body) {
    Instant end = session.getEnd();
    Instant from = Times.read(body, "start_time", session.getStart());
    Instant to = Times.read(body, "end_time", end == null ? now() : end);
    if (!from.isBefore(to)) {
      throw new ProblemException(
          Problem.badRequest(
              "end_time", "end_time %s is not after start_time %s".formatted(to, from)));
    }
    if (Duration.between(from, to).compareTo(LONGEST_WINDOW) > 0) {
      throw new ProblemException(
          Problem.badRequest(
              "start_time",
              "the window is longer than %d days, for which reports are kept; collect shorter ones"
                  .formatted(LONGEST_WINDOW.toDays())));
    }
    return new SessionWindow(Times.windowId(from, to), from, to);
  }

  /** Asks for the report of a window, and keeps in mind where its files belong. */
  public Session ask(String id, SessionWindow window, String directory) {
    return locked(
        id,
        () -> {
          Session session = get(id);
          List<SessionWindow> windows = new ArrayList<>(session.getWindows());
          boolean known = windows.remove(window);
          if (known
              && windows.size() == session.getWindows().indexOf(window)
              && directory.equals(session.getDirectories().get(window.getId()))) {
            return session; // the last one that was asked for
          }
          if (windows.size() >= MOST_WINDOWS) {
            throw conflict(
                null,
                "%d windows of session '%s' were collected, the most there may be; open another session"
                    .formatted(MOST_WINDOWS, id));
          }
          windows.add(window);
          Map<String, String> directories = new HashMap<>(session.getDirectories());
          directories.put(window.getId(), directory);
          Session changed =
              Session.newBuilder(session).setWindows(windows).setDirectories(directories).build();
          sink.write(id, changed);
          return changed;
        });
  }

  private Session open(String id) {
    Session session = get(id);
    if (session.getState() != SessionState.OPEN) {
      throw conflict(
          "session_id",
          "session '%s' ended at %s; open another one".formatted(id, session.getEnd()));
    }
    return session;
  }

  private Session withTargets(Session session, List<SessionTarget> targets, Set<String> jobs) {
    return Session.newBuilder(session)
        .setTargets(targets)
        .setJobs(new ArrayList<>(jobs))
        .setJobsChangedAt(now())
        .build();
  }

  private static boolean isOf(SessionTarget target, String cluster, String job) {
    return target.getCluster().equals(cluster) && target.getJob().equals(job);
  }

  static String jobName(SessionTarget target) {
    return target.getCluster() + "/" + target.getJob();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static ProblemException conflict(@Nullable String field, String detail) {
    return new ProblemException(Problem.of(409, "Conflict", field, detail));
  }

  private <T> T locked(String id, Supplier<T> change) {
    Lock lock = locks[Math.floorMod(id.hashCode(), LOCKS)];
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}

package io.benchstream.scrape.lane;

import io.benchstream.runtime.logging.RateLimitedLog;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FetchOutcome;
import io.benchstream.scrape.fetch.PageFetcher;
import io.benchstream.scrape.schedule.Cadence;
import io.benchstream.scrape.schedule.ScrapeSchedule;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.target.ScrapeTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A share of a worker's targets, with all that belongs to them, in one thread: schedule, requests
 * under way, series caches, encoders. Nothing in here is locked, and no target waits for another
 * but where too many are asked at once. All methods are called in the lane's thread.
 */
public final class Lane {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long ALIGNED_MILLIS = 2;

  private final Clock clock;
  private final LaneThread thread;
  private final PageFetcher fetcher;
  private final StatusSink statuses;
  private final ScrapeMeters meters;
  private final LaneSettings settings;
  private final ScrapePublisher publisher;
  private final RateLimitedLog log;
  private final PageReader reader = new PageReader();
  private final ScrapeSchedule<TargetState> schedule = new ScrapeSchedule<>();
  private final Map<String, TargetState> targets = new HashMap<>();
  private final ArrayDeque<TargetState> waiting = new ArrayDeque<>();

  /** Targets that are gone, while their last scrape is under way; by id. */
  private final Map<String, TargetState> leaving = new HashMap<>();

  /** Targets that are being released, while something of them is under way or to come; by id. */
  private final Map<String, TargetState> lingering = new HashMap<>();

  private final List<Release> releases = new ArrayList<>();
  private int inProgress;
  private long lastWake = Long.MIN_VALUE;

  /** When a target ended last. */
  private long lastEnd = Long.MIN_VALUE;

  private long wakeAt = Long.MAX_VALUE;

  /** Targets that are given up as soon as nothing of them is under way. */
  private record Release(List<TargetState> states, Runnable done) {}

  public Lane(
      Clock clock,
      LaneThread thread,
      PageFetcher fetcher,
      ScrapeSink sink,
      StatusSink statuses,
      ScrapeMeters meters,
      LaneSettings settings) {
    this.clock = clock;
    this.thread = thread;
    this.fetcher = fetcher;
    this.statuses = statuses;
    this.meters = meters;
    this.settings = settings;
    this.publisher = new ScrapePublisher(sink, meters, thread);
    this.log =
        new RateLimitedLog(LoggerFactory.getLogger(Lane.class), clock, Duration.ofMinutes(1));
  }

  /** How many targets it scrapes. */
  public int targets() {
    return targets.size();
  }

  /** How many pages are asked for at present. */
  public int inProgress() {
    return inProgress;
  }

  /**
   * Scrapes a target from now on, or goes on with a changed one.
   *
   * @param ownership the same for each call until the target is released
   * @param since what is due up to this time (milliseconds since the epoch) is scraped by the last
   *     owner; what fell due since then is made up for at once. {@link Long#MIN_VALUE}: nobody has
   *     scraped it, it is due at once
   */
  public void scrape(ScrapeTarget target, Ownership ownership, long since) {
    TargetState state = targets.get(target.id());
    if (state == null) {
      finishRemoval(leaving.get(target.id()));
      long from = endOwn(target.id()) ? clock.millis() : since;
      state = newState(target, ownership);
      state.since = from;
      targets.put(target.id(), state);
      schedule(state, from);
      finishReleases();
    } else {
      change(state, target);
    }
    rearm();
  }

  /**
   * Ends what this worker still does of a target that it has given back.
   *
   * @return whether it still scraped the target
   */
  private boolean endOwn(String targetId) {
    wake();
    TargetState own = lingering.get(targetId);
    if (own == null || own.slot == null) {
      return false;
    }
    cutAt(own, clock.millis());
    return true;
  }

  private void change(TargetState state, ScrapeTarget target) {
    ScrapeTarget before = state.target;
    if (target.hasSeriesOf(before)) {
      state.target = target;
      state.cache.goOnWith(target.rules(), target.interval());
      if (!target.interval().equals(before.interval())) {
        unschedule(state);
        schedule(state, Math.max(clock.millis(), state.since));
      }
      return;
    }
    cancel(state);
    unschedule(state);
    end(state);
    state.startAnew(target);
    schedule(state, Long.MIN_VALUE);
  }

  private void schedule(TargetState state, long since) {
    Cadence cadence = Cadence.of(state.target.id(), state.target.interval());
    long now = clock.millis();
    boolean atOnce = since == Long.MIN_VALUE || cadence.atOrBefore(now) > since;
    // A target that ended just now does not begin anew in the same millisecond.
    boolean justEnded = lastEnd >= now && lastEnd - now < MILLIS_PER_SECOND;
    long first = justEnded ? lastEnd + 1 : now;
    state.slot = schedule.add(state, cadence, atOnce ? first : cadence.after(Math.max(now, since)));
  }

  private void unschedule(TargetState state) {
    if (state.slot != null) {
      schedule.remove(state.slot);
      state.slot = null;
    }
  }

  /**
   * Stops scraping a target that is gone: it is scraped once more, since what its counters have
   * come to is seen at their end; then its series end and its status is deleted. A last scrape that
   * fails says no more than that the target is gone, and is not published.
   */
  public void remove(String targetId) {
    TargetState state = targets.remove(targetId);
    if (state == null) {
      return;
    }
    cancel(state);
    unschedule(state);
    state.leaving = true;
    leaving.put(targetId, state);
    state.due = clock.millis();
    state.waiting = true;
    waiting.add(state);
    startWaiting();
    rearm();
  }

  private void finishRemoval(@Nullable TargetState state) {
    if (state == null) {
      return;
    }
    leaving.remove(state.target.id());
    cancel(state);
    end(state);
    state.status.gone(state.ownership, state.target.id());
  }

  /** Ends a target that was removed while nobody scraped it. */
  public void removeUnseen(ScrapeTarget target, Ownership ownership) {
    endOwn(target.id());
    TargetState state = newState(target, ownership);
    end(state);
    state.status.gone(ownership, target.id());
    finishReleases();
  }

  private TargetState newState(ScrapeTarget target, Ownership ownership) {
    return new TargetState(target, ownership, settings, new StatusWriter(statuses, settings));
  }

  private void end(TargetState state) {
    // After the last scrape: at one time a series cannot both have a value and end.
    state.startedAt = Math.max(clock.millis(), state.startedAt + 1);
    lastEnd = state.startedAt;
    publisher.failure(state, ScrapeOutcome.REMOVED, 0, 0, state.cache.end(), this::finishReleases);
    meters.removed();
  }

  /**
   * Gives targets to another owner: no series ends. What is due up to the cut is still scraped and
   * published here.
   *
   * @param cut the next owner makes the scrapes that are due after it, milliseconds since the
   *     epoch; {@link #cut} may bring it forward
   * @param done called once nothing of the targets is under way or to come
   */
  public void release(Collection<String> targetIds, long cut, Runnable done) {
    wake(); // What is due by now is started first, however late this lane is.
    List<TargetState> released = new ArrayList<>();
    for (String id : targetIds) {
      TargetState state = targets.remove(id);
      if (state != null) {
        cutAt(state, cut);
        released.add(state);
        lingering.put(id, state);
      }
    }
    // The next owner is not told of them: they have to end here.
    released.addAll(leaving.values());
    releases.add(new Release(released, done));
    finishReleases();
    rearm();
  }

  /** Leaves to the next owner what is due after an earlier time than it was told at the release. */
  public void cut(Collection<String> targetIds, long cut) {
    wake();
    for (String id : targetIds) {
      TargetState state = lingering.get(id);
      if (state != null) {
        cutAt(state, Math.min(cut, state.cut));
      }
    }
    finishReleases();
    rearm();
  }

  private void cutAt(TargetState state, long cut) {
    state.cut = cut;
    leaveWhatIsDueLater(state);
  }

  private void leaveWhatIsDueLater(TargetState state) {
    if (state.slot != null && state.slot.due() > state.cut) {
      unschedule(state);
    }
  }

  /** Gives up what is under way, and to come, of targets that are being released. */
  public void abandonReleased() {
    for (Release release : List.copyOf(releases)) {
      release.states().forEach(this::abandon);
      finish(release);
    }
    startWaiting();
  }

  /** Stops scraping targets at once: another owner scrapes them already. */
  public void drop(Collection<String> targetIds) {
    for (String id : targetIds) {
      TargetState state = targets.remove(id);
      if (state != null) {
        abandon(state);
      }
    }
    startWaiting();
  }

  private void abandon(TargetState state) {
    if (state.leaving && leaving.containsKey(state.target.id())) {
      finishRemoval(state);
    } else {
      unschedule(state);
      cancel(state);
    }
  }

  private void finishReleases() {
    if (releases.isEmpty()) {
      return;
    }
    for (Release release : List.copyOf(releases)) {
      if (release.states().stream().allMatch(TargetState::isQuiet)) {
        finish(release);
      }
    }
  }

  private void finish(Release release) {
    releases.remove(release);
    release.states().forEach(state -> lingering.remove(state.target.id(), state));
    release.done().run();
  }

  private void cancel(TargetState state) {
    PageFetcher.Fetch fetch = state.fetch;
    if (fetch != null) {
      fetch.cancel();
      state.fetch = null;
      inProgress--;
    }
    if (state.waiting) {
      waiting.remove(state);
      state.waiting = false;
    }
  }

  /** Starts what is due. */
  public void wake() {
    long now = clock.millis();
    if (now < lastWake) {
      schedule.clockSetBack(now);
    }
    lastWake = now;
    wakeAt = Long.MAX_VALUE;
    for (ScrapeSchedule.Due<TargetState> due; (due = schedule.poll(now)) != null; ) {
      TargetState state = due.target();
      leaveWhatIsDueLater(state);
      if (due.missed() > 0) {
        meters.skipped(ScrapeMeters.Skip.MISSED, (double) due.missed());
      }
      if (state.fetch != null || state.waiting) {
        meters.skipped(ScrapeMeters.Skip.IN_PROGRESS, 1);
        continue;
      }
      state.due = due.due();
      if (inProgress >= settings.maxConcurrent()) {
        state.waiting = true;
        waiting.add(state);
      } else {
        start(state);
      }
    }
    rearm();
  }

  private void rearm() {
    long next = schedule.next();
    if (next != Long.MAX_VALUE && next != wakeAt) {
      wakeAt = next;
      thread.wakeAt(next);
    }
  }

  private void startWaiting() {
    while (inProgress < settings.maxConcurrent() && !waiting.isEmpty()) {
      TargetState state = waiting.remove();
      state.waiting = false;
      start(state);
    }
  }

  private void start(TargetState state) {
    long now = clock.millis();
    long tolerated = Math.min(ALIGNED_MILLIS, state.target.interval().toMillis() / 100);
    // A timer fires a little late; the samples are given the time that was meant, as Prometheus
    // does.
    state.startedAt = now > state.due && now - state.due <= tolerated ? state.due : now;
    state.startedNanos = System.nanoTime();
    inProgress++;
    state.fetch = fetcher.fetch(state.target, outcome -> fetched(state, outcome));
  }

  private void fetched(TargetState state, FetchOutcome outcome) {
    state.fetch = null;
    inProgress--;
    long nanos = System.nanoTime() - state.startedNanos;
    switch (outcome) {
      case FetchOutcome.Success page -> read(state, page, nanos);
      case FetchOutcome.Failure failure ->
          failed(state, outcome(failure), failure.reason(), 0, nanos);
    }
    if (state.leaving) {
      finishRemoval(state);
    }
    startWaiting();
    finishReleases();
  }

  private static ScrapeOutcome outcome(FetchOutcome.Failure failure) {
    return switch (failure) {
      case FetchOutcome.HttpFailure http -> ScrapeOutcome.HTTP_FAILURE;
      case FetchOutcome.ConnectionFailure connection -> ScrapeOutcome.CONNECTION_FAILURE;
      case FetchOutcome.Timeout timeout -> ScrapeOutcome.TIMEOUT;
      case FetchOutcome.TooLarge large -> ScrapeOutcome.TOO_LARGE;
      case FetchOutcome.Malformed malformed -> ScrapeOutcome.MALFORMED;
      case FetchOutcome.Denied denied -> ScrapeOutcome.DENIED;
    };
  }

  private void read(TargetState state, FetchOutcome.Success page, long nanos) {
    Optional<Format> format = Format.ofContentType(page.contentType());
    if (format.isEmpty()) {
      failed(
          state,
          ScrapeOutcome.MALFORMED,
          "the page is in '%.100s', which is not read; have the exporter offer text/plain"
              .formatted(page.contentType()),
          0,
          nanos);
      return;
    }
    PageOutcome outcome = reader.read(state.cache, page.body(), page.length(), format.get());
    meters.scraped(outcome.samplesScraped());
    switch (outcome) {
      case PageOutcome.Samples samples -> succeeded(state, samples, nanos);
      case PageOutcome.Malformed malformed -> {
        meters.dropped(ScrapeMeters.Drop.MALFORMED, outcome.samplesScraped());
        failed(state, ScrapeOutcome.MALFORMED, malformed.reason(), outcome.samplesScraped(), nanos);
      }
      case PageOutcome.LimitExceeded limit -> {
        meters.dropped(ScrapeMeters.Drop.LIMIT, outcome.samplesScraped());
        failed(
            state, ScrapeOutcome.LIMIT_EXCEEDED, limit.reason(), outcome.samplesScraped(), nanos);
      }
    }
  }

  private void succeeded(TargetState state, PageOutcome.Samples page, long nanos) {
    meters.scrape(ScrapeOutcome.SUCCESS, state.startedAt - state.due, nanos);
    meters.dropped(ScrapeMeters.Drop.RELABELING, page.relabeledAway());
    meters.dropped(ScrapeMeters.Drop.DUPLICATE, page.duplicates());
    meters.linesSkipped(page.linesSkipped());
    double seconds = (double) nanos / NANOS_PER_SECOND;
    publisher.samples(state, page, reader, seconds, this::finishReleases);
    String error =
        page.firstSkipped() == null
            ? ""
            : "%d lines cannot be read and are left out; the first: %s"
                .formatted(page.linesSkipped(), page.firstSkipped());
    if (!error.isEmpty()) {
      log.warn(state.target.endpoint().toString(), error);
    }
    if (state.isGivenAway()) {
      return;
    }
    state.status.scraped(
        state.target,
        state.ownership,
        ScrapeOutcome.SUCCESS,
        error,
        state.startedAt,
        seconds,
        page.samplesScraped(),
        page.linesSkipped(),
        clock.millis());
  }

  private void failed(
      TargetState state, ScrapeOutcome outcome, String reason, int samplesScraped, long nanos) {
    meters.scrape(outcome, state.startedAt - state.due, nanos);
    if (state.leaving) {
      return;
    }
    log.warn(state.target.endpoint().toString(), reason);
    double seconds = (double) nanos / NANOS_PER_SECOND;
    publisher.failure(
        state, outcome, seconds, samplesScraped, state.cache.end(), this::finishReleases);
    if (state.isGivenAway()) {
      return;
    }
    state.status.scraped(
        state.target,
        state.ownership,
        outcome,
        reason,
        state.startedAt,
        seconds,
        samplesScraped,
        0,
        clock.millis());
  }
}

package io.benchstream.discovery.connector;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.topics.ResourceKeys;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector at work, on a thread of its own: reads its source when it changes and at intervals,
 * and tells what is new. Whatever goes wrong is dealt with here: what was told stands, and the
 * source is tried again.
 */
final class SourceWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

  /** A file that is written in pieces changes several times; one read is enough for these. */
  private static final Duration SETTLE = Duration.ofMillis(20);

  private static final IntervalFunction PAUSES =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2.0, Duration.ofSeconds(30));
  private static final int MOST_PAUSES_GROW = 20;

  private final ConnectorSpec spec;
  private final Announcer announcer;
  private final EventSink sink;
  private final ConnectorStatus status;
  private final Clock clock;
  private final Wake wake = new Wake();
  private final Map<String, Resource> heard = new ConcurrentHashMap<>();
  private @Nullable Instant lostSince;
  private volatile boolean stopped;
  private boolean removed;
  private int failures;

  SourceWatch(
      ConnectorSpec spec,
      Announcer announcer,
      EventSink sink,
      ConnectorStatus status,
      Clock clock) {
    this.spec = spec;
    this.announcer = announcer;
    this.sink = sink;
    this.status = status;
    this.clock = clock;
  }

  /** A resource of the cluster as it stands now; counts with the next read. From any thread. */
  void hear(Resource resource) {
    heard.put(ResourceKeys.of(resource.getCluster(), resource.getJob()), resource);
  }

  /** Ends it, together with an interrupt, which alone might be swallowed. From any thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      try (Source source = spec.opener().get();
          FileWatch files = new FileWatch(spec.name(), wake::call)) {
        source.onChange(wake::call);
        turns(source, files);
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("connector {} begins anew", spec.name(), e);
        try {
          lost("fault of the connector: " + e);
          wake.await(pause());
        } catch (InterruptedException stop) {
          return;
        }
      }
    }
  }

  private void turns(Source source, FileWatch files) throws InterruptedException {
    while (!stopped) {
      Duration pause = spec.interval();
      try {
        files.watch(source.watched());
        Snapshot snapshot = source.read();
        files.watch(source.watched());
        for (String key : List.copyOf(heard.keySet())) {
          Optional.ofNullable(heard.remove(key)).ifPresent(announcer::heard);
        }
        announce(announcer.changes(snapshot));
        found(snapshot);
      } catch (SourceException e) {
        lost(e.words());
        pause = pause();
      }
      if (wake.await(pause)) {
        Thread.sleep(SETTLE);
      }
    }
  }

  /** Grows with the failures, and ends in time to tell that the source is stale. */
  private Duration pause() {
    Duration pause = Duration.ofMillis(PAUSES.apply(Math.clamp(failures, 1, MOST_PAUSES_GROW)));
    if (pause.compareTo(spec.interval()) > 0 && spec.interval().toMillis() >= 1_000) {
      pause = spec.interval();
    }
    if (lostSince != null) {
      Duration left = Duration.between(clock.instant(), lostSince.plus(spec.staleAfter()));
      if (left.isPositive() && left.compareTo(pause) < 0) {
        return left;
      }
    }
    return pause;
  }

  private void announce(List<LifecycleEvent> events) throws SourceException, InterruptedException {
    if (!events.isEmpty() && !stopped) {
      sink.send(events);
      announcer.sent(events);
      LOG.info("connector {} tells {} changes", spec.name(), events.size());
    }
  }

  private void found(Snapshot snapshot) {
    if (lostSince != null) {
      LOG.info("connector {} reads its source again", spec.name());
    }
    lostSince = null;
    removed = false;
    failures = 0;
    status.found(clock.instant(), announcer.live(), snapshot.problems());
  }

  private void lost(String reason) throws InterruptedException {
    Instant now = clock.instant();
    Instant since = lostSince;
    failures++;
    if (since == null) {
      since = now;
      lostSince = since;
      LOG.warn("connector {} keeps what it told: {}", spec.name(), reason);
    }
    status.lost(since, reason);
    try {
      Duration away = Duration.between(since, now);
      if (spec.removeAfter() != null && away.compareTo(spec.removeAfter()) >= 0 && !removed) {
        LOG.warn("connector {} ends what it told: its source is lost since {}", spec.name(), since);
        announce(announcer.ends());
        removed = true;
      } else if (away.compareTo(spec.staleAfter()) >= 0 && !removed) {
        announce(announcer.stale(since, reason).map(List::of).orElse(List.of()));
      }
    } catch (SourceException e) {
      LOG.warn("connector {} cannot tell that its source is lost: {}", spec.name(), e.words());
    }
  }
}

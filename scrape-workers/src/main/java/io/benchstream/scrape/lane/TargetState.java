package io.benchstream.scrape.lane;

import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.scrape.fetch.PageFetcher;
import io.benchstream.scrape.schedule.ScrapeSchedule;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.target.ScrapeTarget;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lane knows of one of its targets. In the lane's thread. */
final class TargetState {
  final Ownership ownership;
  final StatusWriter status;
  private final String worker;
  private final CodecSettings codec;

  ScrapeTarget target;
  SeriesCache cache;
  ScrapeEncoder encoder;
  Map<String, String> labels;
  ScrapeSchedule.@Nullable Slot<TargetState> slot;

  /** The page that is being asked for; null between scrapes. */
  PageFetcher.@Nullable Fetch fetch;

  /** Whether a scrape is due that waits for others to end. */
  boolean waiting;

  /** When the scrape under way was due, and when it began. */
  long due;

  long startedAt;
  long startedNanos;

  /** Records on their way. */
  int unacknowledged;

  /** Series that have ended in a scrape that was dropped; nobody has been told. */
  final Set<String> untold = new LinkedHashSet<>();

  TargetState(
      ScrapeTarget target, Ownership ownership, LaneSettings settings, StatusWriter status) {
    this.ownership = ownership;
    this.status = status;
    this.worker = settings.worker();
    this.codec = settings.codec();
    this.target = target;
    this.cache = new SeriesCache(target.rules());
    this.encoder = newEncoder();
    this.labels = Map.copyOf(target.rules().targetLabels().toMap());
  }

  /** Goes on with another version of the target, whose series are others. */
  void startAnew(ScrapeTarget changed) {
    target = changed;
    cache = new SeriesCache(changed.rules());
    encoder = newEncoder();
    labels = Map.copyOf(changed.rules().targetLabels().toMap());
    untold.clear();
  }

  private ScrapeEncoder newEncoder() {
    return new ScrapeEncoder(target.id(), worker, ownership.epoch(), codec);
  }

  boolean isQuiet() {
    return fetch == null && !waiting && unacknowledged == 0;
  }
}

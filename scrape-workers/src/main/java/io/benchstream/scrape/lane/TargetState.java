package io.benchstream.scrape.lane;

import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.scrape.fetch.PageFetcher;
import io.benchstream.scrape.schedule.ScrapeSchedule;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.target.ScrapeTarget;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lane knows of one of its targets. In the lane's thread. */
final class TargetState {
  /** Most series of one target whose end is told again after their record was lost. */
  private static final int MOST_UNTOLD = 10_000;

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

  /** Whether the target is gone and its last scrape is under way. */
  boolean leaving;

  /** What is due up to it is left to the last owner. */
  long since = Long.MIN_VALUE;

  /** What is due after it is left to the next owner. */
  long cut = Long.MAX_VALUE;

  /** When the scrape under way was due, and when it began. */
  long due;

  long startedAt;
  long startedNanos;

  /** Records on their way. */
  int unacknowledged;

  /** Series of the last scrape that was sent. */
  private SeriesSet sent = SeriesSet.empty();

  /** The same as a set, while scrapes are dropped; else null. */
  private @Nullable Set<String> sentSeries;

  /** Series that have ended in a scrape that was dropped or lost; nobody has been told. */
  final Set<String> untold = new LinkedHashSet<>();

  TargetState(
      ScrapeTarget target, Ownership ownership, LaneSettings settings, StatusWriter status) {
    this.ownership = ownership;
    this.status = status;
    this.worker = settings.worker();
    this.codec = settings.codec();
    this.target = target;
    this.cache = new SeriesCache(target.rules(), target.interval());
    this.encoder = newEncoder();
    this.labels = Map.copyOf(target.rules().targetLabels().toMap());
  }

  /** Goes on with another version of the target, whose series are others. */
  void startAnew(ScrapeTarget changed) {
    target = changed;
    cache = new SeriesCache(changed.rules(), changed.interval());
    encoder = newEncoder();
    labels = Map.copyOf(changed.rules().targetLabels().toMap());
    untold.clear();
    sent(SeriesSet.empty());
  }

  private ScrapeEncoder newEncoder() {
    return new ScrapeEncoder(target.id(), worker, ownership.epoch(), codec);
  }

  /** Notes that a scrape was sent. */
  void sent(SeriesSet series) {
    sent = series;
    sentSeries = null;
  }

  /**
   * Keeps the series that ended in a scrape that is dropped. Those that came and went since the
   * last one that was sent are known to nobody.
   */
  void keepUntold(List<String> ended) {
    if (ended.isEmpty()) {
      return;
    }
    Set<String> known = sentSeries;
    if (known == null) {
      known = new HashSet<>(sent.all());
      sentSeries = known;
    }
    for (String series : ended) {
      if (known.contains(series)) {
        untold.add(series);
      }
    }
  }

  /**
   * Takes back the series that ended in a record that was lost.
   *
   * @return how many are more than can be kept
   */
  int takeBack(List<String> ended) {
    int left = 0;
    for (String series : ended) {
      if (untold.size() < MOST_UNTOLD) {
        untold.add(series);
      } else {
        left++;
      }
    }
    return left;
  }

  /** Whether it has another owner, or will have: that one writes its status. */
  boolean isGivenAway() {
    return cut != Long.MAX_VALUE;
  }

  /** Whether nothing of it is under way or to come. */
  boolean isQuiet() {
    return slot == null && fetch == null && !waiting && unacknowledged == 0;
  }
}

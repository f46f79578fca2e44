package io.benchstream.scrape.lane;

import io.benchstream.schemas.Health;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.scrape.target.ScrapeTarget;
import java.time.Instant;

/**
 * Decides when the status of a target is written: at once where it changes, and once an interval.
 * Where only the words of the error change, it waits a little, since many errors tell a number that
 * is another each time.
 */
final class StatusWriter {
  private static final long WORDS_MILLIS = 10_000;
  private static final int LONGEST_ERROR = 1_000;

  private final StatusSink sink;
  private final LaneSettings settings;
  private ScrapeOutcome lastOutcome = ScrapeOutcome.UNKNOWN;
  private String lastError = "";
  private long writtenAt = Long.MIN_VALUE / 2;

  StatusWriter(StatusSink sink, LaneSettings settings) {
    this.sink = sink;
    this.settings = settings;
  }

  /**
   * Tells how a scrape ended.
   *
   * @param error empty where there is none
   */
  void scraped(
      ScrapeTarget target,
      Ownership ownership,
      ScrapeOutcome outcome,
      String error,
      long startedAt,
      double seconds,
      int samples,
      int linesSkipped,
      long now) {
    boolean changed = outcome != lastOutcome || error.isEmpty() != lastError.isEmpty();
    boolean otherWords = !error.equals(lastError) && now - writtenAt >= WORDS_MILLIS;
    boolean due = now - writtenAt >= settings.statusInterval().toMillis();
    if (!changed && !otherWords && !due) {
      return;
    }
    lastOutcome = outcome;
    lastError = error;
    writtenAt = now;
    TargetStatus status = new TargetStatus();
    status.setTargetId(target.id());
    status.setCluster(target.cluster());
    status.setJob(target.job());
    status.setHealth(outcome == ScrapeOutcome.SUCCESS ? Health.UP : Health.DOWN);
    status.setOutcome(outcome);
    status.setLastError(
        error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + "…" : error);
    status.setLastScrape(Instant.ofEpochMilli(startedAt));
    status.setLastScrapeDurationSeconds(seconds);
    status.setSamplesScraped(samples);
    status.setLinesSkipped(linesSkipped);
    status.setWorker(settings.worker());
    status.setEpoch(ownership.epoch());
    status.setChangedAt(Instant.ofEpochMilli(now));
    sink.status(ownership.partition(), status);
  }

  void gone(Ownership ownership, String targetId) {
    sink.gone(ownership.partition(), targetId);
  }
}

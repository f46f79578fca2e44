package io.benchstream.scrape.lane;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.ScrapeHeader;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes records of scrapes and accounts for their samples: each is published or dropped with a
 * reason. A scrape that finds no room is dropped whole, the newest first, since what is on its way
 * cannot be called back; the series that ended in it, or in a record that was lost, are told by the
 * next one that is published. In the lane's thread, but for acknowledgements.
 */
final class ScrapePublisher {
  private final ScrapeSink sink;
  private final ScrapeMeters meters;
  private final LaneThread thread;

  ScrapePublisher(ScrapeSink sink, ScrapeMeters meters, LaneThread thread) {
    this.sink = sink;
    this.meters = meters;
    this.thread = thread;
  }

  void samples(
      TargetState state,
      PageOutcome.Samples page,
      PageReader reader,
      double seconds,
      Runnable acknowledged) {
    int count = page.series().size();
    if (!sink.hasRoom()) {
      meters.dropped(ScrapeMeters.Drop.BACKPRESSURE, count);
      state.keepUntold(page.ended());
      return;
    }
    state.encoder.encode(
        header(
            state,
            ScrapeOutcome.SUCCESS,
            seconds,
            ended(state, page.ended(), page.series()),
            page.samplesScraped(),
            page.samplesPostRelabeling(),
            page.seriesAdded()),
        page.series(),
        reader.values(),
        count,
        page.timed() ? reader.timestamps() : null,
        scrape -> send(state, scrape, acknowledged));
    state.sent(page.series());
  }

  /** A scrape without samples. One that removes the target goes out even where there is no room. */
  void failure(
      TargetState state,
      ScrapeOutcome outcome,
      double seconds,
      int samplesScraped,
      List<String> ended,
      Runnable acknowledged) {
    if (outcome != ScrapeOutcome.REMOVED && !sink.hasRoom()) {
      state.keepUntold(ended);
      return;
    }
    state.encoder.encode(
        header(
            state, outcome, seconds, ended(state, ended, SeriesSet.empty()), samplesScraped, 0, 0),
        scrape -> send(state, scrape, acknowledged));
    state.sent(SeriesSet.empty());
  }

  private static ScrapeHeader header(
      TargetState state,
      ScrapeOutcome outcome,
      double seconds,
      String ended,
      int samplesScraped,
      int samplesPostRelabeling,
      int seriesAdded) {
    return new ScrapeHeader(
        Instant.ofEpochMilli(state.startedAt),
        seconds,
        Duration.ofMillis(state.target.interval().toMillis()),
        outcome,
        state.labels,
        ended,
        samplesScraped,
        samplesPostRelabeling,
        seriesAdded);
  }

  /** The series that consumers have to be told of, a line each. */
  private static String ended(TargetState state, List<String> ended, SeriesSet present) {
    if (state.untold.isEmpty()) {
      return ended.isEmpty() ? "" : String.join("\n", ended) + "\n";
    }
    Set<String> all = new LinkedHashSet<>(state.untold);
    present.all().forEach(all::remove);
    all.addAll(ended);
    state.untold.clear();
    return all.isEmpty() ? "" : String.join("\n", all) + "\n";
  }

  private void send(TargetState state, Scrape scrape, Runnable acknowledged) {
    int samples = scrape.getValues().remaining() / Double.BYTES;
    String ended = scrape.getStaleSeries();
    var encoder = state.encoder;
    state.unacknowledged++;
    sink.send(
        state.ownership.partition(),
        scrape,
        delivered -> {
          if (delivered) {
            meters.published(samples);
          } else {
            meters.dropped(ScrapeMeters.Drop.UNDELIVERED, samples);
            encoder.requestKeyframe();
          }
          thread.execute(
              () -> {
                state.unacknowledged--;
                if (!delivered && state.encoder == encoder) {
                  meters.endsLost(state.takeBack(ended.lines().toList()));
                }
                acknowledged.run();
              });
        });
  }
}

package io.benchstream.publisher.scrapes;

import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;

/** The records of one partition of {@code samples}, decoded and turned into samples. One thread. */
public final class PartitionScrapes {
  private final ScrapeDecoder decoder = new ScrapeDecoder();
  private final ScrapeSeries series;

  /** What a record gave. */
  public sealed interface Taken {
    /**
     * A scrape, which is whole with this record.
     *
     * @param unreadable samples whose series could not be read and are left out
     * @param filtered samples whose series the destination does not want
     */
    record Whole(PendingSamples samples, int unreadable, int filtered) implements Taken {}

    /** A part of a scrape that is not whole yet. */
    record Part() implements Taken {}

    /**
     * Nothing that can be written.
     *
     * @param reason a word for a metric
     * @param samples how many are lost
     */
    record Dropped(String reason, int samples) implements Taken {}

    /**
     * The record is broken.
     *
     * @param reason in words
     */
    record Broken(String reason, int samples) implements Taken {}
  }

  public PartitionScrapes(ScrapeSeries series) {
    this.series = series;
  }

  public Taken take(Scrape scrape) {
    int samples = scrape.getValues().remaining() / Double.BYTES;
    return switch (decoder.decode(scrape)) {
      case Decoded.Complete(var whole) -> {
        PendingSamples pending = series.samples(whole);
        yield new Taken.Whole(pending, series.unreadable(), series.filtered());
      }
      case Decoded.Incomplete _ -> new Taken.Part();
      case Decoded.MissingKeyframe _ -> new Taken.Dropped("missing_keyframe", samples);
      case Decoded.Fenced _ -> new Taken.Dropped("fenced", samples);
      case Decoded.Corrupt(_, String reason) -> new Taken.Broken(reason, samples);
    };
  }

  /** Gives the memory of its labels back; nothing is taken any more. */
  public void release() {
    series.release();
  }
}

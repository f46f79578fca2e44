package io.benchstream.schemas.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One scrape, whole, whatever number of records it came in. Immutable; reads the records' own
 * buffers, so it lives as long as they do.
 */
public final class DecodedScrape {
  private final String targetId;
  private final String owner;
  private final long epoch;
  private final ScrapeHeader header;
  private final SeriesSet series;

  /** Little-endian. */
  private final ByteBuffer values;

  private final @Nullable ByteBuffer timestamps;
  private final long scrapeTimeMs;

  DecodedScrape(
      String targetId,
      String owner,
      long epoch,
      ScrapeHeader header,
      SeriesSet series,
      ByteBuffer values,
      @Nullable ByteBuffer timestamps) {
    this.targetId = targetId;
    this.owner = owner;
    this.epoch = epoch;
    this.header = header;
    this.series = series;
    this.values = values;
    this.timestamps = timestamps;
    this.scrapeTimeMs = header.scrapeTime().toEpochMilli();
  }

  public String targetId() {
    return targetId;
  }

  /** Id of the worker that scraped. */
  public String owner() {
    return owner;
  }

  /** Epoch of the ownership. */
  public long epoch() {
    return epoch;
  }

  /** Its labels are the same instance for as long as {@link #series} is. */
  public ScrapeHeader header() {
    return header;
  }

  /** The same instance while neither the series nor the labels of the target change. */
  public SeriesSet series() {
    return series;
  }

  /** The value of a series, bit by bit as it was scraped. */
  public double value(int index) {
    return values.getDouble(index * SampleBuffer.BYTES_EACH);
  }

  /** As {@link #value}, in the bits of {@link Double#doubleToRawLongBits}. */
  public long valueBits(int index) {
    return values.getLong(index * SampleBuffer.BYTES_EACH);
  }

  /**
   * Copies values as {@link #valueBits} gives them.
   *
   * @param first index of the first series
   * @param into from index 0 on
   */
  public void copyBits(int first, int count, long[] into) {
    values
        .slice(first * SampleBuffer.BYTES_EACH, count * SampleBuffer.BYTES_EACH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(into, 0, count);
  }

  /** True where a sample may have a time of its own. */
  public boolean hasTimestamps() {
    return timestamps != null;
  }

  /** Milliseconds since the epoch: the sample's own time, else the time of the scrape. */
  public long timestamp(int index) {
    long own = ownTimestamp(index);
    return own == ScrapeEncoder.NO_TIMESTAMP ? scrapeTimeMs : own;
  }

  /** True where the sample has a time of its own. */
  public boolean hasTimestamp(int index) {
    return ownTimestamp(index) != ScrapeEncoder.NO_TIMESTAMP;
  }

  /**
   * Series of the scrape before that are gone: each of them ends at the scrape time. Made anew by
   * each call.
   */
  public SeriesSet staleSeries() {
    return SeriesSet.of(header.staleSeries());
  }

  /** The value of a series that every scrape has. */
  public double synthetic(SyntheticSeries which) {
    return which.value(header);
  }

  private long ownTimestamp(int index) {
    return timestamps == null
        ? ScrapeEncoder.NO_TIMESTAMP
        : timestamps.getLong(index * SampleBuffer.BYTES_EACH);
  }
}

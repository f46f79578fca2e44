package io.benchstream.schemas.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.Scrape;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a record by itself, without any other. {@link ScrapeDecoder} asks this of
 * every record; whoever reads records without it has to ask first.
 */
public final class RecordCheck {
  /** Far above what a page of the largest size allowed is cut into; it bounds the assembly. */
  static final int MAX_PARTS = 1_024;

  private RecordCheck() {}

  /** In words; null where nothing is wrong. */
  public static @Nullable String faultOf(Scrape scrape) {
    int values = scrape.getValues().remaining();
    ByteBuffer timestamps = scrape.getTimestamps();
    if (scrape.getParts() < 1 || scrape.getParts() > MAX_PARTS) {
      return "a scrape of %d parts; 1 to %d are possible".formatted(scrape.getParts(), MAX_PARTS);
    }
    if (scrape.getPart() < 0 || scrape.getPart() >= scrape.getParts()) {
      return "part %d of %d".formatted(scrape.getPart(), scrape.getParts());
    }
    if (values % SampleBuffer.BYTES_EACH != 0) {
      return "values of %d bytes, not a multiple of 8".formatted(values);
    }
    if (timestamps != null && timestamps.remaining() != values) {
      return "%d bytes of timestamps for %d bytes of values"
          .formatted(timestamps.remaining(), values);
    }
    if (scrape.getSeriesSetId() == 0 && (values != 0 || scrape.getSeries() != null)) {
      return "%d bytes of values without series".formatted(values);
    }
    if (scrape.getScrapeIntervalMs() < 0) {
      return "an interval of %d ms".formatted(scrape.getScrapeIntervalMs());
    }
    String stale = scrape.getStaleSeries();
    String fault = stale.isEmpty() ? null : SeriesSet.faultOf(stale.getBytes(UTF_8));
    return fault == null ? null : "stale series: " + fault;
  }
}

package io.benchstream.publisher.scrapes;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.ScrapeHeader;
import io.benchstream.schemas.samples.SeriesSet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker as the publisher sees it: records of the topic {@code samples} for one target. */
public final class TestScrapes {
  private final String target;
  private final Map<String, String> labels;
  private ScrapeEncoder encoder;
  private long epoch;
  private String stale = "";

  /** The first owner of a target. */
  public TestScrapes(String target, Map<String, String> labels) {
    this.target = target;
    this.labels = labels;
    this.encoder = new ScrapeEncoder(target, "worker-0", 0, CodecSettings.DEFAULT);
  }

  /** Id of the target. */
  public String target() {
    return target;
  }

  /** Another worker takes over, and knows nothing of what was before. */
  public TestScrapes moved() {
    epoch++;
    encoder = new ScrapeEncoder(target, "worker-" + epoch, epoch, CodecSettings.DEFAULT);
    return this;
  }

  /** The next scrape ends these series. */
  public TestScrapes ending(String... lines) {
    stale = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    return this;
  }

  public List<Scrape> success(long millis, SeriesSet series, double... values) {
    return success(millis, series, null, values);
  }

  public List<Scrape> success(
      long millis, SeriesSet series, long @Nullable [] times, double... values) {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(
        header(millis, ScrapeOutcome.SUCCESS, values.length),
        series,
        values,
        values.length,
        times,
        scrape -> records.add(copy(scrape)));
    return records;
  }

  public List<Scrape> without(long millis, ScrapeOutcome outcome) {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(header(millis, outcome, 0), records::add);
    return records;
  }

  private ScrapeHeader header(long millis, ScrapeOutcome outcome, int samples) {
    ScrapeHeader header =
        new ScrapeHeader(
            Instant.ofEpochMilli(millis),
            0.25,
            Duration.ofSeconds(1),
            outcome,
            labels,
            stale,
            samples,
            samples,
            0);
    stale = "";
    return header;
  }

  /** The encoder uses its buffers again. */
  private static Scrape copy(Scrape scrape) {
    scrape.setValues(copy(scrape.getValues()));
    ByteBuffer timestamps = scrape.getTimestamps();
    scrape.setTimestamps(timestamps == null ? null : copy(timestamps));
    return scrape;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return ByteBuffer.wrap(copy);
  }

  public static SeriesSet series(String... lines) {
    return SeriesSet.of(lines.length == 0 ? "" : String.join("\n", lines) + "\n");
  }
}

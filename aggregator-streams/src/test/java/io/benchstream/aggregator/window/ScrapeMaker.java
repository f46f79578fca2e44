package io.benchstream.aggregator.window;

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

/** A target's pages as a worker would put them on the topic. */
public final class ScrapeMaker {
  private final String targetId;
  private final Map<String, String> labels;
  private final Duration interval;
  private CodecSettings settings = CodecSettings.DEFAULT;
  private long epoch = 1;
  private ScrapeEncoder encoder;

  public ScrapeMaker(String targetId, String cluster, String job, Duration interval) {
    this.targetId = targetId;
    this.labels = Map.of("cluster", cluster, "job", job, "instance", targetId + ":80");
    this.interval = interval;
    this.encoder = new ScrapeEncoder(targetId, "worker", epoch, settings);
  }

  public ScrapeMaker maxPartBytes(int bytes) {
    settings = new CodecSettings(Duration.ofSeconds(60), bytes);
    encoder = new ScrapeEncoder(targetId, "worker", epoch, settings);
    return this;
  }

  /** From here on another worker scrapes. */
  public ScrapeMaker moveTo(long newEpoch) {
    epoch = newEpoch;
    encoder = new ScrapeEncoder(targetId, "worker-" + epoch, epoch, settings);
    return this;
  }

  /** A scrape whose page has the lines, each {@code series value}. */
  public List<Scrape> page(long time, String... lines) {
    StringBuilder series = new StringBuilder();
    double[] values = new double[lines.length];
    for (int i = 0; i < lines.length; i++) {
      int space = lines[i].lastIndexOf(' ');
      series.append(lines[i], 0, space).append('\n');
      String value = lines[i].substring(space + 1);
      values[i] =
          switch (value) {
            case "stale" -> Double.longBitsToDouble(0x7ff0000000000002L);
            case "+Inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(value);
          };
    }
    List<Scrape> records = new ArrayList<>();
    encoder.encode(
        header(time, ScrapeOutcome.SUCCESS),
        SeriesSet.of(series.toString()),
        values,
        values.length,
        null,
        record -> records.add(copy(record)));
    return records;
  }

  public List<Scrape> without(long time, ScrapeOutcome outcome) {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(header(time, outcome), record -> records.add(copy(record)));
    return records;
  }

  private ScrapeHeader header(long time, ScrapeOutcome outcome) {
    return new ScrapeHeader(
        Instant.ofEpochMilli(time), 0.01, interval, outcome, labels, "", 0, 0, 0);
  }

  /** The encoder's records share a buffer. */
  private static Scrape copy(Scrape scrape) {
    byte[] bytes = new byte[scrape.getValues().remaining()];
    scrape.getValues().duplicate().get(bytes);
    Scrape copy = Scrape.newBuilder(scrape).build();
    copy.setValues(ByteBuffer.wrap(bytes));
    return copy;
  }
}

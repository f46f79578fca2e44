package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A made-up partition of the topic {@code samples}: a few targets whose owners restart, hand over,
 * and go on writing after they were superseded, whose layouts, labels and timestamps change, which
 * fail and are removed; with parts of one owner between those of another.
 */
public final class ScrapeLog {
  public static final Duration KEYFRAME_INTERVAL = Duration.ofSeconds(60);

  private static final int TARGETS = 3;
  private static final int MAX_CLOCK_SKEW_MS = 5_000;
  private static final long[] ODD_VALUES = {
    StaleMarker.BITS,
    0x7ff8000000000001L,
    0xfff0dead0000beefL,
    0x7ff0000000000001L,
    0x8000000000000000L,
    0x7ff0000000000000L,
    0xfff0000000000000L,
    1L,
  };

  /** What went into the encoder. */
  public static final class Sent {
    final ScrapeHeader header;
    final String targetId;
    final long epoch;
    final String series;
    final long[] bits;
    final long @Nullable [] times;
    final int scrape;

    /** The scrape that this one's series were last written with; itself where it is a keyframe. */
    final int keyframe;

    Sent(
        ScrapeHeader header,
        String targetId,
        long epoch,
        String series,
        long[] bits,
        long @Nullable [] times,
        int scrape,
        int keyframe) {
      this.header = header;
      this.targetId = targetId;
      this.epoch = epoch;
      this.series = series;
      this.bits = bits;
      this.times = times;
      this.scrape = scrape;
      this.keyframe = keyframe;
    }
  }

  /**
   * One record of the log.
   *
   * @param scrape index of the scrape it is of
   */
  public record Entry(Scrape record, long timestamp, int scrape) {
    boolean isLast() {
      return record.getPart() == record.getParts() - 1;
    }
  }

  private static final class Owner {
    final String targetId;
    final long epoch;
    final ScrapeEncoder encoder;
    int keyframe = -1;

    Owner(String targetId, long epoch, int maxPartBytes) {
      this.targetId = targetId;
      this.epoch = epoch;
      this.encoder =
          new ScrapeEncoder(
              targetId, "w" + epoch, epoch, new CodecSettings(KEYFRAME_INTERVAL, maxPartBytes));
    }
  }

  private final Random random;
  private final int maxPartBytes;

  /** In a calm log things happen seldom, so that keyframes are far apart. */
  private final int calm;

  private final List<Sent> sent = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Owner>> owners = new HashMap<>();
  private final Map<String, SeriesSet> layouts = new HashMap<>();
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private long now = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

  public ScrapeLog(long seed, int scrapes) {
    this.random = new Random(seed);
    this.maxPartBytes = random.nextBoolean() ? 1_000 : 900_000;
    this.calm = random.nextBoolean() ? 1 : 20;
    for (int i = 0; i < scrapes; i++) {
      step();
    }
  }

  public List<Sent> sent() {
    return Collections.unmodifiableList(sent);
  }

  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  private void step() {
    now += chance(20) ? -random.nextInt(2_000) : random.nextInt(chance(10) ? 90_000 : 5_000);
    String target = "t" + random.nextInt(TARGETS);
    List<Owner> known =
        owners.computeIfAbsent(
            target, key -> new ArrayList<>(List.of(new Owner(key, 1, maxPartBytes))));
    if (chance(12 * calm)) {
      Owner last = known.get(known.size() - 1);
      known.add(new Owner(target, last.epoch + 1, maxPartBytes));
    }
    int at = entries.size();
    scrape(known.get(known.size() - 1));
    if (known.size() > 1 && chance(3)) {
      int superseded = entries.size();
      scrape(known.get(known.size() - 2));
      if (chance(2)) {
        interleave(at, superseded);
      }
    }
  }

  /** Mixes two scrapes' records, each in its own order. */
  private void interleave(int from, int middle) {
    List<Entry> one = new ArrayList<>(entries.subList(from, middle));
    List<Entry> other = new ArrayList<>(entries.subList(middle, entries.size()));
    entries.subList(from, entries.size()).clear();
    while (!one.isEmpty() || !other.isEmpty()) {
      boolean takesOne = other.isEmpty() || (!one.isEmpty() && random.nextBoolean());
      entries.add(takesOne ? one.remove(0) : other.remove(0));
    }
  }

  private void scrape(Owner owner) {
    if (chance(15)) {
      fail(owner);
    } else if (chance(40 * calm)) {
      remove(owner);
    } else {
      succeed(owner);
    }
  }

  private void succeed(Owner owner) {
    String target = owner.targetId;
    SeriesSet series = layouts.get(target);
    if (series == null || chance(6 * calm)) {
      series = layout(series);
      layouts.put(target, series);
    }
    if (chance(15 * calm)) {
      labels.put(target, Map.of("instance", "i" + random.nextInt(3)));
    }
    if (chance(25 * calm)) {
      owner.encoder.requestKeyframe();
    }
    ScrapeHeader header = header(target, ScrapeOutcome.SUCCESS);
    int size = series.size();
    double[] values = new double[size + random.nextInt(3)];
    long[] times = chance(3) ? new long[size + random.nextInt(3)] : null;
    long[] bits = new long[size];
    for (int i = 0; i < size; i++) {
      bits[i] = bits();
      values[i] = Double.longBitsToDouble(bits[i]);
      if (times != null) {
        times[i] = chance(3) ? now - random.nextInt(1_000) : ScrapeEncoder.NO_TIMESTAMP;
      }
    }
    // Every now and then another instance with the same text, as a restarted scrape cache has it.
    SeriesSet passed = chance(10) ? SeriesSet.of(series.text()) : series;
    List<Scrape> records = new ArrayList<>();
    owner.encoder.encode(
        header, passed, values, size, times, record -> records.add(Wire.through(record)));
    if (size == 0 || records.get(0).getSeries() != null) {
      owner.keyframe = sent.size();
    }
    append(owner, records, header, series, bits, times, owner.keyframe);
  }

  private void fail(Owner owner) {
    ScrapeHeader header = header(owner.targetId, ScrapeOutcome.TIMEOUT);
    List<Scrape> records = new ArrayList<>();
    owner.encoder.encode(header, record -> records.add(Wire.through(record)));
    append(owner, records, header, SeriesSet.empty(), new long[0], null, sent.size());
  }

  private void remove(Owner owner) {
    ScrapeHeader header = header(owner.targetId, ScrapeOutcome.REMOVED);
    List<Scrape> records = new ArrayList<>();
    owner.encoder.encode(header, record -> records.add(Wire.through(record)));
    append(owner, records, header, SeriesSet.empty(), new long[0], null, sent.size());
    // What comes after is another target under the same id, scraped by a new encoder.
    List<Owner> known = owners.getOrDefault(owner.targetId, List.of());
    known.replaceAll(each -> new Owner(each.targetId, each.epoch, maxPartBytes));
  }

  private void append(
      Owner owner,
      List<Scrape> records,
      ScrapeHeader header,
      SeriesSet series,
      long[] bits,
      long @Nullable [] times,
      int keyframe) {
    for (Scrape record : records) {
      long timestamp = header.scrapeTime().toEpochMilli() + random.nextInt(MAX_CLOCK_SKEW_MS);
      entries.add(new Entry(record, timestamp, sent.size()));
    }
    sent.add(
        new Sent(
            header,
            owner.targetId,
            owner.epoch,
            series.text(),
            bits,
            times,
            sent.size(),
            keyframe));
  }

  private ScrapeHeader header(String target, ScrapeOutcome outcome) {
    return new ScrapeHeader(
        Instant.ofEpochMilli(now),
        random.nextDouble(),
        Duration.ofMillis(random.nextInt(60_000)),
        outcome,
        labels.getOrDefault(target, Map.of("job", "fuzz")),
        chance(5) ? layout(null).text() : "",
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100));
  }

  private SeriesSet layout(@Nullable SeriesSet before) {
    StringBuilder text = new StringBuilder();
    if (before != null && chance(2)) {
      text.append(before.text());
    }
    for (int i = chance(8) ? 0 : 1 + random.nextInt(chance(4) ? 200 : 40); i > 0; i--) {
      text.append("m").append(random.nextInt(1_000)).append("{le=\"é\"}\n");
    }
    return SeriesSet.of(text.toString());
  }

  private long bits() {
    return switch (random.nextInt(3)) {
      case 0 -> ODD_VALUES[random.nextInt(ODD_VALUES.length)];
      case 1 -> random.nextLong();
      default -> Double.doubleToRawLongBits(random.nextInt(1_000));
    };
  }

  /** One in so many. */
  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}

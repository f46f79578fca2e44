package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the scrapes of one target by one owner in one epoch as records of the topic {@code
 * samples}: the values each time, the series only in keyframes. See docs/adr/0001.
 *
 * <p>Hot path: a scrape costs one bulk copy of its values and one record for each part, nothing for
 * each sample. The records of a scrape share a buffer that the next scrape writes over: they must
 * be serialized before {@code encode} is called again. Not thread-safe, but for {@link
 * #requestKeyframe}.
 */
public final class ScrapeEncoder {
  /** In {@code timestamps}: the sample has no timestamp of its own. */
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  /** A letter takes at most so many bytes in UTF-8. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final String targetId;
  private final String owner;
  private final long epoch;
  private final CodecSettings settings;
  private final SampleBuffer values = new SampleBuffer();
  private final SampleBuffer timestamps = new SampleBuffer();

  private @Nullable SeriesParts keyframe;
  private Map<String, String> keyframeLabels = Map.of();
  private long keyframeTime;
  private volatile boolean keyframeRequested;

  public ScrapeEncoder(String targetId, String owner, long epoch, CodecSettings settings) {
    this.targetId = targetId;
    this.owner = owner;
    this.epoch = epoch;
    this.settings = settings;
  }

  /**
   * Makes the next scrape with series a keyframe: to be called, from any thread, when a record of
   * this encoder was lost on its way.
   */
  public void requestKeyframe() {
    keyframeRequested = true;
  }

  /** Writes a scrape without series: one that failed, or the last word on a removed target. */
  public void encode(ScrapeHeader header, Consumer<? super Scrape> sink) {
    emit(header, SeriesParts.of(SeriesSet.empty(), settings.maxPartBytes(), 0), false, null, sink);
  }

  /**
   * Writes a scrape.
   *
   * @param series of the page; pass the same instance while nothing changes
   * @param samples values in the order of the series; may be longer than {@code count}
   * @param count number of samples, the size of {@code series}
   * @param times milliseconds since the epoch or {@link #NO_TIMESTAMP} for each sample; null where
   *     no sample has a timestamp
   * @param sink takes the records, in order
   * @throws IllegalArgumentException where counts do not match or a failed scrape has samples
   */
  public void encode(
      ScrapeHeader header,
      SeriesSet series,
      double[] samples,
      int count,
      long @Nullable [] times,
      Consumer<? super Scrape> sink) {
    check(header, series, samples, count, times);
    SeriesParts parts = partsOf(series);
    long now = header.scrapeTime().toEpochMilli();
    boolean requested = keyframeRequested;
    boolean isKeyframe = requested || parts != keyframe || isDue(now, header.labels());
    if (requested) {
      keyframeRequested = false;
    }
    values.fill(samples, count);
    if (times != null) {
      timestamps.fill(times, count);
    }
    if (isKeyframe) {
      // Until all of it is written: a sink that throws must not leave a keyframe half announced.
      keyframe = null;
    }
    emit(header, parts, isKeyframe, times, sink);
    if (isKeyframe) {
      keyframe = parts;
      keyframeLabels = header.labels();
      keyframeTime = now;
    }
  }

  private static void check(
      ScrapeHeader header, SeriesSet series, double[] samples, int count, long @Nullable [] times) {
    if (count != series.size()
        || samples.length < count
        || (times != null && times.length < count)) {
      throw new IllegalArgumentException(
          "%d series, a count of %d, room for %d values and %s timestamps do not match"
              .formatted(
                  series.size(), count, samples.length, times == null ? "no" : times.length));
    }
    if (count > 0 && header.outcome() != ScrapeOutcome.SUCCESS) {
      throw new IllegalArgumentException(
          "a scrape with the outcome %s has %d samples".formatted(header.outcome(), count));
    }
  }

  /** The last keyframe's own instance where the series are the same. */
  private SeriesParts partsOf(SeriesSet series) {
    SeriesParts last = keyframe;
    return last != null && last.series().sameText(series)
        ? last
        : SeriesParts.of(series, settings.maxPartBytes(), SeriesParts.SAMPLE_BYTES);
  }

  /** Time that went backwards is due too: readers look back by time. */
  private boolean isDue(long now, Map<String, String> labels) {
    long age = now - keyframeTime;
    return age < 0
        || age >= settings.keyframeInterval().toMillis()
        || !keyframeLabels.equals(labels);
  }

  private void emit(
      ScrapeHeader header,
      SeriesParts series,
      boolean isKeyframe,
      long @Nullable [] times,
      Consumer<? super Scrape> sink) {
    String stale = header.staleSeries();
    List<String> staleParts = List.of();
    if (!stale.isEmpty() && !fitsFirstPart(stale, series)) {
      staleParts = split(stale);
      stale = "";
    }
    int parts = Math.max(1, series.count() + staleParts.size());
    byte[] text = isKeyframe ? series.series().bytes() : null;
    for (int part = 0; part < parts; part++) {
      Scrape scrape = new Scrape();
      scrape.setTargetId(targetId);
      scrape.setOwner(owner);
      scrape.setEpoch(epoch);
      header.writeTo(scrape);
      scrape.setPart(part);
      scrape.setParts(parts);
      if (part < series.count()) {
        writeSamples(scrape, series, part, text, times);
      } else {
        scrape.setValues(NO_BYTES.duplicate());
      }
      scrape.setStaleSeries(
          part >= series.count() && !staleParts.isEmpty()
              ? staleParts.get(part - series.count())
              : part == 0 ? stale : "");
      sink.accept(scrape);
    }
  }

  private boolean fitsFirstPart(String stale, SeriesParts series) {
    long taken =
        series.count() == 0
            ? 0
            : series.textBytes(0) + (long) SeriesParts.SAMPLE_BYTES * series.size(0);
    return taken + (long) MAX_BYTES_PER_CHAR * stale.length() <= settings.maxPartBytes();
  }

  private List<String> split(String stale) {
    SeriesSet ended = SeriesSet.of(stale);
    SeriesParts cut = SeriesParts.of(ended, settings.maxPartBytes(), 0);
    List<String> texts = new ArrayList<>(cut.count());
    for (int part = 0; part < cut.count(); part++) {
      texts.add(cut.text(ended.bytes(), part));
    }
    return texts;
  }

  /**
   * @param text of all series in a keyframe, else null
   */
  private void writeSamples(
      Scrape scrape,
      SeriesParts series,
      int part,
      byte @Nullable [] text,
      long @Nullable [] times) {
    int first = series.first(part);
    int size = series.size(part);
    scrape.setSeriesSetId(series.id(part));
    scrape.setSeries(text == null ? null : series.text(text, part));
    scrape.setValues(values.slice(first, size));
    scrape.setTimestamps(
        times != null && hasAny(times, first, size) ? timestamps.slice(first, size) : null);
  }

  private static boolean hasAny(long[] times, int first, int size) {
    for (int i = first; i < first + size; i++) {
      if (times[i] != NO_TIMESTAMP) {
        return true;
      }
    }
    return false;
  }
}

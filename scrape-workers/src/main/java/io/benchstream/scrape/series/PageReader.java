package io.benchstream.scrape.series;

import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.exposition.MetricType;
import io.benchstream.scrape.exposition.NumberReader;
import io.benchstream.scrape.exposition.ParseProblem;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages into values, one page after the other, of any number of targets. One thread.
 *
 * <p>Hot path: exporters print the same series in the same order every time. So the bytes between
 * two values are compared, in one vectorised comparison, with what stood at that position in the
 * target's last page; where they match, only the number is read, and nothing is allocated. From the
 * first difference on, lines are parsed until the page is in step with the last one again; only
 * series that the last page did not have are resolved. Either way the result is that of a full
 * parse.
 *
 * <p>The values, and the times where there are any, are in this object until it reads the next
 * page.
 */
public final class PageReader {
  /** The time of a sample that has none of its own. */
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  /** A page with more samples is refused: it would take hundreds of megabytes here. */
  static final int MAX_SAMPLES = 2_000_000;

  /** Larger scratch space is given back after the page. */
  private static final int KEPT_CAPACITY = 1 << 17;

  private final NumberReader number = new NumberReader();
  private final ExpositionCursor lenientText = Format.TEXT.cursor(Format.Mode.LENIENT);
  private final ExpositionCursor strictText = Format.TEXT.cursor(Format.Mode.STRICT);
  private final ExpositionCursor openMetrics = Format.OPENMETRICS.cursor(Format.Mode.STRICT);
  private final ScratchBytes scratch = new ScratchBytes();
  private PageDraft draft = new PageDraft();

  // Of the page that is being read.
  private SeriesCache cache = new SeriesCache(SeriesRules.NONE);
  private Layout layout = Layout.EMPTY;
  private byte[] gaps = new byte[0];
  private ExpositionCursor cursor = lenientText;
  private byte[] page = new byte[0];
  private int length;

  /** The end of the line of the last sample that was read. */
  private int position;

  /** The values, in the order of the series; more may follow behind them. */
  public double[] values() {
    return draft.values;
  }

  /**
   * Where the page was {@link PageOutcome.Samples#timed}: milliseconds since the epoch or {@link
   * #NO_TIMESTAMP}, in the order of the series; more may follow behind them.
   */
  public long[] timestamps() {
    return draft.timestamps;
  }

  /**
   * Reads a page.
   *
   * @param cache of the target; unchanged where the page is refused
   */
  public PageOutcome read(SeriesCache cache, byte[] page, int length, Format format) {
    this.cache = cache;
    this.layout = cache.layout();
    this.gaps = layout.gaps(scratch);
    this.page = page;
    this.length = length;
    this.position = 0;
    cursor = cursor(format, cache.rules().textMode());
    cursor.reset(page, length);
    if (draft.capacity() > KEPT_CAPACITY) {
      draft = new PageDraft();
    }
    draft.begin(layout, gaps);
    boolean sameFormat = format == layout.format;
    int matched = sameFormat ? matchFromStart() : 0;
    if (sameFormat && matched == layout.samples() && layout.endsAs(gaps, page, position, length)) {
      // The limit may be another than at the last page.
      int kept = layout.series.size();
      return isBeyondLimit(kept) ? beyondLimit(kept, matched) : accept(layout, 0);
    }
    return readOn(format, matched);
  }

  private ExpositionCursor cursor(Format format, Format.Mode mode) {
    return switch (format) {
      case OPENMETRICS -> openMetrics;
      case TEXT -> mode == Format.Mode.STRICT ? strictText : lenientText;
    };
  }

  /** The samples, from the first on, that stand where they stood on the last page. */
  private int matchFromStart() {
    int sample = 0;
    while (sample < layout.unsafeFrom && match(sample, sample)) {
      sample++;
    }
    return sample;
  }

  /**
   * Reads one sample where the page goes on with the gap of {@code known}, a sample of the layout,
   * and a number.
   */
  private boolean match(int sample, int known) {
    int gapFrom = layout.gapStart(known);
    int gapTo = layout.gapEnds[known];
    int valueAt = position + gapTo - gapFrom;
    if (valueAt > length
        || !Arrays.equals(gaps, gapFrom, gapTo, page, position, valueAt)
        || !number.read(page, valueAt, length)) {
      return false;
    }
    int end = number.end();
    if (end < length && page[end] == '\n') {
      draft.put(sample, number.value(), valueAt, end);
    } else {
      int next = cursor.position();
      end = cursor.finishLine(end);
      if (end < 0) {
        // The cursor has left the bad line behind, but it has to be reported.
        cursor.resume(next, cursor.type());
        return false;
      }
      draft.put(sample, number.value(), valueAt, end);
      takeTimestamp(sample);
    }
    position = end;
    return true;
  }

  private void takeTimestamp(int sample) {
    if (cursor.hasTimestamp() && cache.rules().honorTimestamps()) {
      draft.putTimestamp(sample, cursor.timestamp());
    }
  }

  private PageOutcome readOn(Format format, int matched) {
    draft.take(matched);
    int skipped = layout.skippedUpTo(matched - 1);
    ParseProblem firstSkipped = skipped > 0 ? layout.firstSkipped : null;
    int sample = matched;
    int known = matched;
    boolean sameFormat = format == layout.format;
    resume(sample, layout.typeBefore(matched));
    while (true) {
      if (sample >= MAX_SAMPLES) {
        return new PageOutcome.LimitExceeded(
            "the page has more than %,d samples".formatted(MAX_SAMPLES), sample);
      }
      draft.ensure(sample + 1);
      if (sameFormat && isInStep(known) && match(sample, known)) {
        draft.takeKnown(sample, known, skipped);
        resume(sample + 1, layout.type(known));
        sample++;
        known++;
        continue;
      }
      Entry entry = nextOfInterest();
      if (entry == Entry.END) {
        break;
      }
      boolean unreadable = entry == Entry.BAD_LINE;
      if (entry == Entry.SAMPLE) {
        int found = draft.addParsed(sample, page, cursor, known, skipped, cache.rules());
        switch (draft.verdict()) {
          case BEYOND_LIMIT -> {
            return new PageOutcome.LimitExceeded(draft.reason(), sample);
          }
          case INVALID -> unreadable = true;
          case KEPT, DROPPED -> {
            takeTimestamp(sample);
            position = draft.lineEnd(sample);
            known = found >= 0 ? found + 1 : known;
            sample++;
          }
        }
      }
      if (unreadable) {
        if (firstSkipped == null) {
          // Only the first: to find the line's number takes a pass over the page.
          firstSkipped =
              entry == Entry.SAMPLE
                  ? cursor.problem(cursor.seriesStart(), draft.reason())
                  : cursor.problem();
        }
        if (isStrict(format)) {
          return new PageOutcome.Malformed(firstSkipped.toString(), sample, firstSkipped);
        }
        skipped++;
      }
    }
    if (sample == 0 && firstSkipped != null) {
      return new PageOutcome.Malformed(
          "none of %d lines is a metric; %s".formatted(skipped, firstSkipped), 0, firstSkipped);
    }
    return finish(format, sample, skipped, firstSkipped);
  }

  private boolean isStrict(Format format) {
    return format == Format.OPENMETRICS || cache.rules().textMode() == Format.Mode.STRICT;
  }

  private void resume(int sample, MetricType type) {
    cursor.resume(sample == 0 ? 0 : Math.min(position + 1, length), type);
  }

  /**
   * Whether the gap of a sample of the layout means here what it meant there: under the same type,
   * with no line in it that has to be reported, and a sample whose series does not stand on the
   * page before.
   */
  private boolean isInStep(int known) {
    return known < layout.unsafeFrom
        && layout.typeBefore(known) == Layout.asDependedOn(cursor.type())
        && layout.skippedUpTo(known) == layout.skippedUpTo(known - 1)
        && !layout.isDuplicate(known)
        && !draft.isTaken(known);
  }

  private Entry nextOfInterest() {
    while (true) {
      Entry entry = cursor.next();
      switch (entry) {
        case SAMPLE, BAD_LINE, END -> {
          return entry;
        }
        case HELP, TYPE, UNIT, COMMENT -> {}
      }
    }
  }

  private PageOutcome finish(
      Format format, int samples, int skipped, @Nullable ParseProblem firstSkipped) {
    draft.markDuplicates(samples);
    int kept = draft.count(samples, Layout.KEPT);
    if (isBeyondLimit(kept)) {
      return beyondLimit(kept, samples);
    }
    int added = draft.added(samples);
    return accept(draft.layout(format, samples, page, length, skipped, firstSkipped), added);
  }

  private boolean isBeyondLimit(int kept) {
    long limit = cache.rules().limits().samples();
    return limit > 0 && kept > limit;
  }

  private PageOutcome beyondLimit(int kept, int samples) {
    return new PageOutcome.LimitExceeded(
        "sample_limit %d is exceeded: the page has %d samples after relabeling; raise the limit or drop series by relabeling"
            .formatted(cache.rules().limits().samples(), kept),
        samples);
  }

  private PageOutcome accept(Layout read, int added) {
    int samples = read.samples();
    int kept = read.series.size();
    if (kept < samples) {
      draft.compact(read);
    }
    BitSet timed = draft.timed(kept);
    boolean nothingEnded = timed == null && read.series == layout.series && cache.allAlive();
    List<String> ended = nothingEnded ? List.of() : draft.ended(cache, read.series, timed);
    cache.accept(read, timed);
    return new PageOutcome.Samples(
        read.series.set(),
        samples,
        read.duplicates,
        samples - kept - read.duplicates,
        added,
        ended,
        timed != null,
        read.linesSkipped,
        read.firstSkipped);
  }
}

package io.benchstream.scrape.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.exposition.ParseProblem;
import io.benchstream.scrape.series.SeriesResolver.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of the page that is being read, in arrays by their number on the page, and how they
 * relate to the layout of the last page. Scratch space of one {@link PageReader}.
 *
 * <p>On the fast path only {@link #put} is called. The rest is used once a page differs from the
 * last one: it finds out which series were there before, resolves those that were not, and packs
 * the new layout.
 */
final class PageDraft {
  /** In the flags: the series is resolved again though the last page had it. */
  private static final byte SEEN_BEFORE = 0x40;

  /** How far ahead to look for a series in the order of the last page. */
  private static final int LOOK_AHEAD = 4;

  private static final int FIRST_CAPACITY = 1024;

  private final SeriesResolver resolver = new SeriesResolver();
  private final HashIndex knownIndex = new HashIndex();
  private final HashIndex textIndex = new HashIndex();
  private final List<byte[]> resolved = new ArrayList<>();
  private final BitSet taken = new BitSet();

  // By number on the page. Positions are those of the page.
  double[] values = new double[FIRST_CAPACITY];
  long[] timestamps = new long[0];
  private int[] valueStarts = new int[FIRST_CAPACITY];
  private int[] lineEnds = new int[FIRST_CAPACITY];
  private int[] seriesStarts = new int[FIRST_CAPACITY];
  private int[] seriesEnds = new int[FIRST_CAPACITY];
  private int[] hashes = new int[FIRST_CAPACITY];
  private int[] skipped = new int[FIRST_CAPACITY];
  private byte[] flags = new byte[FIRST_CAPACITY];

  /** The sample of the last layout that has the series, or -1 - i for {@link #resolved} i. */
  private int[] sources = new int[FIRST_CAPACITY];

  /** The number among the series, of samples that are kept. */
  private int[] outputs = new int[FIRST_CAPACITY];

  // By the last layout's samples and series.
  private int[] ranks = new int[0];
  private int[] successors = new int[0];

  private Layout before = Layout.EMPTY;
  private byte[] gapsBefore = new byte[0];

  /** Of the last layout's series; null until asked for. */
  private byte @Nullable [] textBefore;

  private boolean anyTimestamp;
  private boolean knownIndexed;
  private Verdict verdict = Verdict.KEPT;

  int capacity() {
    return values.length;
  }

  /** Starts on a page of a target with that layout and its gaps. */
  void begin(Layout before, byte[] gaps) {
    this.before = before;
    this.gapsBefore = gaps;
    textBefore = null;
    anyTimestamp = false;
    ensure(before.samples());
  }

  void ensure(int samples) {
    if (samples <= values.length) {
      return;
    }
    int capacity = Math.max(samples, values.length * 2);
    values = Arrays.copyOf(values, capacity);
    valueStarts = Arrays.copyOf(valueStarts, capacity);
    lineEnds = Arrays.copyOf(lineEnds, capacity);
    seriesStarts = Arrays.copyOf(seriesStarts, capacity);
    seriesEnds = Arrays.copyOf(seriesEnds, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    skipped = Arrays.copyOf(skipped, capacity);
    flags = Arrays.copyOf(flags, capacity);
    sources = Arrays.copyOf(sources, capacity);
    outputs = Arrays.copyOf(outputs, capacity);
    if (anyTimestamp) {
      timestamps = Arrays.copyOf(timestamps, capacity);
    }
  }

  void put(int sample, double value, int valueStart, int lineEnd) {
    values[sample] = value;
    valueStarts[sample] = valueStart;
    lineEnds[sample] = lineEnd;
    if (anyTimestamp) {
      timestamps[sample] = PageReader.NO_TIMESTAMP;
    }
  }

  void putTimestamp(int sample, long timestamp) {
    if (!anyTimestamp) {
      anyTimestamp = true;
      if (timestamps.length < values.length) {
        timestamps = new long[values.length];
      }
      Arrays.fill(timestamps, 0, sample, PageReader.NO_TIMESTAMP);
    }
    timestamps[sample] = timestamp;
  }

  int lineEnd(int sample) {
    return lineEnds[sample];
  }

  /** Starts to keep more than values: takes over what the first samples share with the layout. */
  void take(int matched) {
    resolved.clear();
    knownIndexed = false;
    taken.clear();
    if (ranks.length < before.samples()) {
      ranks = new int[before.samples()];
    }
    int rank = 0;
    for (int i = 0; i < before.samples(); i++) {
      ranks[i] = rank;
      rank += before.isKept(i) ? 1 : 0;
    }
    for (int i = 0; i < matched; i++) {
      takeKnown(i, i, before.skippedUpTo(i));
    }
  }

  /** Whether the series of a sample of the layout stands on this page already. */
  boolean isTaken(int known) {
    return taken.get(known);
  }

  /** A sample that was matched with one of the layout. */
  void takeKnown(int sample, int known, int skippedUpTo) {
    int gapEnd = before.gapEnds[known];
    seriesStarts[sample] = valueStarts[sample] - gapEnd + before.seriesStarts[known];
    seriesEnds[sample] = valueStarts[sample] - gapEnd + before.seriesEnds[known];
    hashes[sample] = before.hashes[known];
    flags[sample] = before.flags[known];
    skipped[sample] = skippedUpTo;
    sources[sample] = known;
    taken.set(known);
  }

  /**
   * Adds the sample that the cursor stands on, unless the {@link #verdict} is that it is invalid or
   * beyond a limit.
   *
   * @param expected the sample of the layout that would be next
   * @return the sample of the layout that has the series, or -1
   */
  int addParsed(
      int sample,
      byte[] page,
      ExpositionCursor cursor,
      int expected,
      int skippedUpTo,
      SeriesRules rules) {
    put(sample, cursor.value(), cursor.valueStart(), cursor.position() - 1);
    int from = cursor.seriesStart();
    int to = cursor.seriesEnd();
    byte type = Layout.typeCode(cursor.type());
    seriesStarts[sample] = from;
    seriesEnds[sample] = to;
    hashes[sample] = ByteHash.of(page, from, to);
    skipped[sample] = skippedUpTo;
    int known = find(page, from, to, hashes[sample], type, expected);
    if (known >= 0 && taken.get(known)) {
      boolean dropped = !before.isKept(known) && !before.isDuplicate(known);
      flags[sample] = (byte) (type | (dropped ? 0 : Layout.DUPLICATE));
      sources[sample] = known;
      verdict = Verdict.DROPPED;
      return known;
    }
    if (known >= 0 && !before.isDuplicate(known)) {
      flags[sample] = before.flags[known];
      sources[sample] = known;
      taken.set(known);
      verdict = Verdict.KEPT;
      return known;
    }
    verdict = resolver.resolve(cursor, rules);
    flags[sample] = type;
    sources[sample] = -1;
    if (verdict == Verdict.KEPT) {
      resolved.add(resolver.series().getBytes(UTF_8));
      sources[sample] = -resolved.size();
      flags[sample] = (byte) (type | Layout.KEPT | (known >= 0 ? SEEN_BEFORE : 0));
    }
    if (known >= 0) {
      taken.set(known);
    }
    return known;
  }

  /** What became of the last sample that was added. */
  Verdict verdict() {
    return verdict;
  }

  String reason() {
    return resolver.reason();
  }

  private int find(byte[] page, int from, int to, int hash, byte type, int expected) {
    int end = Math.min(expected + LOOK_AHEAD, before.samples());
    for (int known = expected; known < end; known++) {
      if (!taken.get(known) && isSeries(known, page, from, to, hash, type)) {
        return known;
      }
    }
    if (!knownIndexed) {
      indexKnown();
    }
    int slot = knownIndex.firstSlot(hash);
    for (int known; (known = knownIndex.at(slot)) >= 0; slot = knownIndex.nextSlot(slot)) {
      if (isSeries(known, page, from, to, hash, type)) {
        return known;
      }
    }
    return -1;
  }

  private boolean isSeries(int known, byte[] page, int from, int to, int hash, byte type) {
    return before.hashes[known] == hash
        && (before.flags[known] & Layout.TYPE_BITS) == type
        && Arrays.equals(
            gapsBefore, before.seriesStarts[known], before.seriesEnds[known], page, from, to);
  }

  /** Of series that stand on the last page twice the first is found. */
  private void indexKnown() {
    knownIndexed = true;
    knownIndex.reset(before.samples());
    for (int known = 0; known < before.samples(); known++) {
      int slot = knownIndex.firstSlot(before.hashes[known]);
      while (knownIndex.at(slot) >= 0) {
        slot = knownIndex.nextSlot(slot);
      }
      knownIndex.put(slot, known);
    }
  }

  /**
   * Finds the samples whose series stands on the page before. Series of the last layout differ from
   * each other, so there is nothing to find where none was resolved.
   */
  void markDuplicates(int samples) {
    if (resolved.isEmpty()) {
      return;
    }
    textIndex.reset(samples);
    for (int sample = 0; sample < samples; sample++) {
      if ((flags[sample] & Layout.KEPT) == 0) {
        continue;
      }
      int slot = slotOf(textHash(sample), text(sample), textStart(sample), textEnd(sample));
      if (textIndex.at(slot) < 0) {
        textIndex.put(slot, sample);
      } else {
        flags[sample] = (byte) ((flags[sample] & Layout.TYPE_BITS) | Layout.DUPLICATE);
      }
    }
  }

  /** The slot of the sample with that text, or the free one where it would be. */
  private int slotOf(int hash, byte[] text, int from, int to) {
    int slot = textIndex.firstSlot(hash);
    for (int other; (other = textIndex.at(slot)) >= 0; slot = textIndex.nextSlot(slot)) {
      if (textHash(other) == hash
          && Arrays.equals(text(other), textStart(other), textEnd(other), text, from, to)) {
        return slot;
      }
    }
    return slot;
  }

  // Where the text of a kept sample's series is: in the last list, or resolved for this page.

  private byte[] text(int sample) {
    int source = sources[sample];
    return source >= 0 ? textBefore() : resolved.get(-1 - source);
  }

  private byte[] textBefore() {
    byte[] text = textBefore;
    if (text == null) {
      text = before.series.text();
      textBefore = text;
    }
    return text;
  }

  private int textStart(int sample) {
    int source = sources[sample];
    return source >= 0 ? before.series.start(ranks[source]) : 0;
  }

  private int textEnd(int sample) {
    int source = sources[sample];
    return source >= 0 ? before.series.end(ranks[source]) : text(sample).length;
  }

  private int textHash(int sample) {
    int source = sources[sample];
    return source >= 0
        ? before.series.hash(ranks[source])
        : ByteHash.of(text(sample), 0, text(sample).length);
  }

  int count(int samples, byte flag) {
    int count = 0;
    for (int i = 0; i < samples; i++) {
      count += (flags[i] & flag) != 0 ? 1 : 0;
    }
    return count;
  }

  /** How many series the last page did not have. */
  int added(int samples) {
    int added = 0;
    for (int i = 0; i < samples; i++) {
      added += sources[i] < 0 && (flags[i] & (Layout.KEPT | SEEN_BEFORE)) == Layout.KEPT ? 1 : 0;
    }
    return added;
  }

  /** What the page looks like, in arrays of its own. */
  Layout layout(
      Format format,
      int samples,
      byte[] page,
      int length,
      int linesSkipped,
      @Nullable ParseProblem firstSkipped) {
    int[] gapEnds = new int[samples];
    int[] starts = new int[samples];
    int[] ends = new int[samples];
    byte[] packedFlags = new byte[samples];
    int unsafeFrom = samples;
    int gapStart = 0;
    int lineEnd = 0;
    for (int i = 0; i < samples; i++) {
      int shift = gapStart - lineEnd;
      gapEnds[i] = valueStarts[i] + shift;
      starts[i] = seriesStarts[i] + shift;
      ends[i] = seriesEnds[i] + shift;
      packedFlags[i] = (byte) (flags[i] & ~SEEN_BEFORE);
      if (seriesEnds[i] == valueStarts[i] && page[valueStarts[i] - 1] != '}') {
        unsafeFrom = Math.min(unsafeFrom, i);
      }
      gapStart = gapEnds[i];
      lineEnd = lineEnds[i];
    }
    byte[] gaps = new byte[gapStart + length - lineEnd];
    int from = 0;
    int to = 0;
    for (int i = 0; i < samples; i++) {
      System.arraycopy(page, from, gaps, to, valueStarts[i] - from);
      from = lineEnds[i];
      to = gapEnds[i];
    }
    System.arraycopy(page, from, gaps, to, length - from);
    return new Layout(
        format,
        gaps,
        gapEnds,
        starts,
        ends,
        Arrays.copyOf(hashes, samples),
        packedFlags,
        unsafeFrom,
        linesSkipped == 0 ? null : Arrays.copyOf(skipped, samples),
        linesSkipped,
        firstSkipped,
        count(samples, Layout.DUPLICATE),
        series(samples));
  }

  private SeriesList series(int samples) {
    SeriesList last = before.series;
    if (successors.length < last.size()) {
      successors = new int[last.size()];
    }
    Arrays.fill(successors, 0, last.size(), -1);
    boolean same = true;
    int kept = 0;
    int length = 0;
    for (int i = 0; i < samples; i++) {
      if ((flags[i] & Layout.KEPT) == 0) {
        continue;
      }
      outputs[i] = kept;
      if (sources[i] >= 0) {
        int rank = ranks[sources[i]];
        successors[rank] = kept;
        same &= rank == kept;
      } else {
        same = false;
      }
      length += textEnd(i) - textStart(i) + 1;
      kept++;
    }
    return same && kept == last.size() ? last : series(samples, kept, length);
  }

  private SeriesList series(int samples, int kept, int length) {
    byte[] text = new byte[length];
    int[] ends = new int[kept];
    int[] textHashes = new int[kept];
    int at = 0;
    int series = 0;
    for (int i = 0; i < samples; i++) {
      if ((flags[i] & Layout.KEPT) != 0) {
        int start = textStart(i);
        int own = textEnd(i) - start;
        System.arraycopy(text(i), start, text, at, own);
        at += own;
        text[at++] = '\n';
        ends[series] = at;
        textHashes[series++] = textHash(i);
      }
    }
    return new SeriesList(text, ends, textHashes);
  }

  /** Moves the values, and times, of the samples that are kept to the front. */
  void compact(Layout layout) {
    int kept = 0;
    for (int i = 0; i < layout.samples(); i++) {
      if (layout.isKept(i)) {
        values[kept] = values[i];
        if (anyTimestamp) {
          timestamps[kept] = timestamps[i];
        }
        kept++;
      }
    }
  }

  /** The series whose samples have times of their own; null where none has. */
  @Nullable BitSet timed(int kept) {
    if (!anyTimestamp) {
      return null;
    }
    BitSet timed = new BitSet(kept);
    for (int i = 0; i < kept; i++) {
      timed.set(i, timestamps[i] != PageReader.NO_TIMESTAMP);
    }
    return timed.isEmpty() ? null : timed;
  }

  /** The series that were alive after the last scrape and have no sample at this one's time. */
  List<String> ended(SeriesCache cache, SeriesList read, @Nullable BitSet timed) {
    SeriesList last = before.series;
    List<String> ended = new ArrayList<>();
    for (int i = 0; i < last.size(); i++) {
      if (!cache.isAlive(i)) {
        continue;
      }
      int successor = read == last ? i : successor(i);
      if (successor < 0 || (timed != null && timed.get(successor))) {
        ended.add(last.series(textBefore(), i));
      }
    }
    return ended;
  }

  private int successor(int series) {
    if (successors[series] >= 0 || resolved.isEmpty()) {
      return successors[series];
    }
    // Another name on the page may have become the same series.
    SeriesList last = before.series;
    int slot = slotOf(last.hash(series), textBefore(), last.start(series), last.end(series));
    int sample = textIndex.at(slot);
    return sample < 0 ? -1 : outputs[sample];
  }
}

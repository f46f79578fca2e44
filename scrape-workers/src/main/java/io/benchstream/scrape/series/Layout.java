package io.benchstream.scrape.series;

import io.benchstream.schemas.samples.PackedBytes;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.exposition.MetricType;
import io.benchstream.scrape.exposition.ParseProblem;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a page looks like without its values: the bytes between them, and what became of each
 * series. Means the same for as long as it lives; one thread.
 *
 * <p>The <em>gap</em> of a sample are the bytes from the end of the line of the sample before it
 * (the line feed included) to its value: comments, name, labels, blanks. Two pages with the same
 * gaps have the same series. About 25 bytes a sample and the gaps themselves.
 */
final class Layout {
  static final byte TYPE_BITS = 0x0F;

  /** The series has a value in the scrape. */
  static final byte KEPT = 0x10;

  /** The series stands on the page before. Neither flag: metric relabeling drops the series. */
  static final byte DUPLICATE = 0x20;

  static final Layout EMPTY =
      new Layout(
          Format.TEXT,
          new byte[0],
          new int[0],
          new int[0],
          new int[0],
          new int[0],
          new byte[0],
          0,
          null,
          0,
          null,
          0,
          SeriesList.EMPTY);

  // The types that a series depends on: the numbers in le and quantile get one spelling.
  private static final byte HISTOGRAM = 1;
  private static final byte SUMMARY = 2;

  final Format format;

  /** All gaps, and what follows the last sample; null once packed. */
  private byte @Nullable [] gaps;

  private @Nullable PackedBytes packedGaps;
  final int gapsLength;

  /** For each sample the end of its gap, which is the start of the next one. */
  final int[] gapEnds;

  /** For each sample, where in the gaps its name and labels start and end; and their hash. */
  final int[] seriesStarts;

  final int[] seriesEnds;
  final int[] hashes;

  /** For each sample KEPT or DUPLICATE or neither, and the code of the type in force. */
  final byte[] flags;

  /**
   * Samples from here on cannot be recognised by their gaps: a value follows a name without a
   * blank, so that it could be part of a longer name.
   */
  final int unsafeFrom;

  /** For each sample the unreadable lines up to its value; null where the page has none. */
  final int @Nullable [] skipped;

  final int linesSkipped;
  final @Nullable ParseProblem firstSkipped;
  final int duplicates;
  final SeriesList series;

  Layout(
      Format format,
      byte[] gaps,
      int[] gapEnds,
      int[] seriesStarts,
      int[] seriesEnds,
      int[] hashes,
      byte[] flags,
      int unsafeFrom,
      int @Nullable [] skipped,
      int linesSkipped,
      @Nullable ParseProblem firstSkipped,
      int duplicates,
      SeriesList series) {
    this.format = format;
    this.gaps = gaps;
    this.gapsLength = gaps.length;
    this.gapEnds = gapEnds;
    this.seriesStarts = seriesStarts;
    this.seriesEnds = seriesEnds;
    this.hashes = hashes;
    this.flags = flags;
    this.unsafeFrom = unsafeFrom;
    this.skipped = skipped;
    this.linesSkipped = linesSkipped;
    this.firstSkipped = firstSkipped;
    this.duplicates = duplicates;
    this.series = series;
  }

  /** Gives most of the memory back, at the price of unpacking for each page. */
  void pack() {
    series.pack();
    byte[] plain = gaps;
    if (plain != null && plain.length >= PackedBytes.LEAST) {
      packedGaps = PackedBytes.of(plain);
      gaps = null;
    }
  }

  /** As it was before {@link #pack}. */
  void unpack() {
    PackedBytes packed = packedGaps;
    if (packed != null) {
      gaps = packed.unpack();
      packedGaps = null;
    }
  }

  boolean isPacked() {
    return packedGaps != null;
  }

  /**
   * All gaps, and what follows the last sample: the first {@link #gapsLength} bytes of an array
   * that is to be read only, until the scratch space is used again.
   */
  byte[] gaps(ScratchBytes scratch) {
    PackedBytes packed = packedGaps;
    if (packed == null) {
      return Objects.requireNonNull(gaps);
    }
    byte[] unpacked = scratch.room(gapsLength);
    packed.unpackTo(unpacked);
    return unpacked;
  }

  int samples() {
    return gapEnds.length;
  }

  int gapStart(int sample) {
    return sample == 0 ? 0 : gapEnds[sample - 1];
  }

  /** What a series depends on of the type in force at its line. */
  static byte typeCode(MetricType type) {
    return switch (type) {
      case HISTOGRAM -> HISTOGRAM;
      case SUMMARY -> SUMMARY;
      default -> 0;
    };
  }

  /** The type, or the unknown one where no series depends on it. */
  static MetricType asDependedOn(MetricType type) {
    return type(typeCode(type));
  }

  private static MetricType type(byte code) {
    return switch (code) {
      case HISTOGRAM -> MetricType.HISTOGRAM;
      case SUMMARY -> MetricType.SUMMARY;
      default -> MetricType.UNKNOWN;
    };
  }

  /** The type in force at the sample's line, as far as series depend on it. */
  MetricType type(int sample) {
    return type((byte) (flags[sample] & TYPE_BITS));
  }

  /** The type in force before the sample's gap. */
  MetricType typeBefore(int sample) {
    return sample == 0 ? MetricType.UNKNOWN : type(sample - 1);
  }

  int skippedUpTo(int sample) {
    return skipped == null || sample < 0 ? 0 : skipped[sample];
  }

  boolean isKept(int sample) {
    return (flags[sample] & KEPT) != 0;
  }

  boolean isDuplicate(int sample) {
    return (flags[sample] & DUPLICATE) != 0;
  }

  /**
   * Whether the page ends as this one, from the end of its last sample's line on.
   *
   * @param gaps of this layout
   */
  boolean endsAs(byte[] gaps, byte[] page, int from, int to) {
    return Arrays.equals(gaps, gapStart(samples()), gapsLength, page, from, to);
  }
}

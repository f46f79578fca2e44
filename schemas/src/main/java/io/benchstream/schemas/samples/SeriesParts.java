package io.benchstream.schemas.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.avro.SchemaNormalization;

/**
 * Where a set of series is cut into parts. The cuts depend on the set and the limit alone, never on
 * the values, so that a part means the same series until the next keyframe.
 */
final class SeriesParts {
  /** A value and a timestamp. */
  static final int SAMPLE_BYTES = 16;

  private final SeriesSet series;

  /** Index of the first series of each part; the set's size last. */
  private final int[] firsts;

  private final long[] ids;

  private SeriesParts(SeriesSet series, int[] firsts, long[] ids) {
    this.series = series;
    this.firsts = firsts;
    this.ids = ids;
  }

  /**
   * Cuts a set.
   *
   * @param maxBytes of a part, its text and {@code bytesEach} for each series counted
   */
  static SeriesParts of(SeriesSet series, int maxBytes, int bytesEach) {
    int size = series.size();
    if (size == 0) {
      return new SeriesParts(series, new int[] {0}, new long[0]);
    }
    if (series.textBytes() + (long) bytesEach * size <= maxBytes) {
      return new SeriesParts(series, new int[] {0, size}, new long[] {series.id()});
    }
    int[] firsts = cut(series, maxBytes, bytesEach);
    long[] ids = new long[firsts.length - 1];
    byte[] text = series.bytes();
    for (int part = 0; part < ids.length; part++) {
      ids[part] =
          SchemaNormalization.fingerprint64(
              Arrays.copyOfRange(text, series.start(firsts[part]), series.start(firsts[part + 1])));
    }
    return new SeriesParts(series, firsts, ids);
  }

  private static int[] cut(SeriesSet series, int maxBytes, int bytesEach) {
    int[] firsts = new int[series.size() + 1];
    int parts = 1;
    long bytes = 0;
    for (int i = 0; i < series.size(); i++) {
      int own = series.start(i + 1) - series.start(i) + bytesEach;
      if (bytes > 0 && bytes + own > maxBytes) {
        firsts[parts++] = i;
        bytes = 0;
      }
      bytes += own;
    }
    firsts[parts++] = series.size();
    return Arrays.copyOf(firsts, parts);
  }

  int count() {
    return ids.length;
  }

  SeriesSet series() {
    return series;
  }

  long id(int part) {
    return ids[part];
  }

  int first(int part) {
    return firsts[part];
  }

  int size(int part) {
    return firsts[part + 1] - firsts[part];
  }

  int textBytes(int part) {
    return series.start(firsts[part + 1]) - series.start(firsts[part]);
  }

  /**
   * The text of a part.
   *
   * @param text the {@link SeriesSet#bytes} of the set, asked for once for all parts
   */
  String text(byte[] text, int part) {
    return count() == 1
        ? new String(text, UTF_8)
        : new String(text, series.start(firsts[part]), textBytes(part), UTF_8);
  }
}

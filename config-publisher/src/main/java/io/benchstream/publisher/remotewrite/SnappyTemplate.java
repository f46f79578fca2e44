package io.benchstream.publisher.remotewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The series of a block as Snappy would have them, with room for values and a time: compressed
 * once, and then copied for each scrape. Hot path: a sample costs the copy of some 20 bytes and one
 * store. Immutable.
 *
 * <p>Layout: the block is cut into segments that do not refer to each other, so that a request may
 * end behind any of them. In a segment
 *
 * <ul>
 *   <li>labels are copies of those of earlier series, else literals;
 *   <li>a value is always part of a literal, and no copy reads it;
 *   <li>the timestamp of the first sample is part of a literal, and each later one is a copy of the
 *       one before: the samples of a segment have the same time.
 * </ul>
 *
 * <p>Copies reach back by a distance, not to a place, so a segment means the same wherever it
 * stands in a request.
 */
final class SnappyTemplate {
  /** Marks a series that is not written. */
  static final int OMITTED = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] code;
  private final int[] valueAt;
  private final Segment[] segments;

  /**
   * A run of series.
   *
   * @param first index of the first series
   * @param end index behind the last one
   * @param samples how many of them are written
   * @param from where its elements begin in the code
   * @param to where they end
   * @param timeAt where the timestamp's 6 bytes are in the code
   * @param plainLength bytes that it stands for
   */
  record Segment(int first, int end, int samples, int from, int to, int timeAt, int plainLength) {}

  /**
   * @param code elements of all segments
   * @param valueAt for each series where its value is in the code; {@link #OMITTED} for none
   */
  SnappyTemplate(byte[] code, int[] valueAt, Segment[] segments) {
    this.code = code;
    this.valueAt = valueAt;
    this.segments = segments;
  }

  int size() {
    return segments.length;
  }

  Segment segment(int index) {
    return segments[index];
  }

  /** The segment that begins with this series; negative where none does. */
  int segmentAt(int series) {
    int low = 0;
    int high = segments.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int first = segments[middle].first;
      if (first == series) {
        return middle;
      }
      if (first < series) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Heap that it takes, roughly, in bytes. */
  long footprint() {
    return code.length + 4L * valueAt.length + 64L * segments.length;
  }

  /**
   * Writes a segment.
   *
   * @param bits values of its series, from index 0 on
   * @param time the timestamp's varint in its lower 6 bytes
   * @return the position behind
   */
  int write(Segment segment, long[] bits, long time, byte[] out, int at) {
    int length = segment.to - segment.from;
    System.arraycopy(code, segment.from, out, at, length);
    int shift = at - segment.from;
    // Before the values: its 8-byte store reaches into what follows the 6 bytes.
    int timeAt = segment.timeAt + shift;
    long behind = (long) LONG.get(out, timeAt) & ~WriteRequestBuffer.TIME_MASK;
    LONG.set(out, timeAt, behind | time);
    int first = segment.first;
    int count = segment.end - first;
    for (int i = 0; i < count; i++) {
      int valueAt = this.valueAt[first + i];
      if (valueAt >= 0) {
        LONG.set(out, valueAt + shift, bits[i]);
      }
    }
    return at + length;
  }
}

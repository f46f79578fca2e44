package io.benchstream.publisher.remotewrite;

import io.benchstream.publisher.remotewrite.SnappyTemplate.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A remote write request while it grows. Hot path: nothing is allocated for a sample. Owned by one
 * thread at a time.
 *
 * <p>The request is a row of {@code TimeSeries} messages, each with one sample; a series may come
 * more than once, its samples in the order in which they were appended.
 *
 * <p>Layout: where the request is to be in Snappy's format, blocks that recur go into a {@link
 * SnappyRequest} by their templates, and what is appended otherwise is kept as it is until the next
 * of them. For any other format all of it is kept as it is.
 */
public final class WriteRequestBuffer {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Length of the value and the timestamp that follow a prefix. */
  private static final int TAIL = 8 + 1 + 6;

  /** Timestamps from here to {@link #LAST_COMMON} take 6 bytes. */
  private static final long FIRST_COMMON = 1L << 35;

  private static final long LAST_COMMON = (1L << 42) - 1;

  /** The 6 bytes of a timestamp in a store of 8. */
  static final long TIME_MASK = 0xffff_ffff_ffffL;

  /** The continuation bit of the first five of six bytes. */
  private static final long MORE_FOLLOWS = 0x80_80_80_80_80L;

  /**
   * Room for the longest tail written by the slow path and for the 8-byte store of the fast one.
   */
  private static final int SLACK = 64;

  /** Samples for which values are fetched at a time. */
  private static final int ROW = 512;

  private final int softLimit;
  private final SnappyRequest snappy = new SnappyRequest();
  private boolean packs;
  private byte[] bytes;
  private int length;
  private int samples;
  private long[] row = new long[ROW];

  /**
   * @param softLimit the request is full from this many bytes on; the last series may exceed it
   */
  public WriteRequestBuffer(int softLimit) {
    this.softLimit = softLimit;
    this.bytes = new byte[Math.min(softLimit, 64 * 1024) + SLACK];
  }

  /** The request, valid up to {@link #length} and until the next append or clear. */
  public byte[] bytes() {
    unpack();
    return bytes;
  }

  /** Of the request as it is before compression, in bytes. */
  public int length() {
    return snappy.plainLength() + length;
  }

  public int samples() {
    return samples;
  }

  public boolean isEmpty() {
    return length() == 0;
  }

  public boolean isFull() {
    return length() >= softLimit;
  }

  /**
   * Begins anew.
   *
   * @param encoding of the next request, as far as is known; it costs least in this one
   */
  public void clear(Encoding encoding) {
    packs = encoding == Encoding.SNAPPY;
    snappy.clear();
    length = 0;
    samples = 0;
  }

  /** True where {@link #pack} costs nothing: the request is compressed already. */
  public boolean isPacked() {
    return snappy.plainLength() > 0;
  }

  /** The request in Snappy's format; an array of its own. */
  public byte[] pack() {
    flush();
    return snappy.toArray();
  }

  private void unpack() {
    if (isPacked()) {
      flush();
      bytes = Arrays.copyOf(snappy.plain(), snappy.plainLength() + SLACK);
      length = snappy.plainLength();
      snappy.clear();
      packs = false;
    }
  }

  private void flush() {
    if (length > 0) {
      snappy.append(bytes, length);
      length = 0;
    }
  }

  /**
   * Appends samples of series that follow each other in a block, all with one time, until the
   * request is full or none is left.
   *
   * @param from index of the first series
   * @param values by the indexes of the block
   * @param timestamp milliseconds since the epoch
   * @return index behind the last series
   */
  public int append(SeriesBlock block, int from, SampleBits values, long timestamp) {
    SnappyTemplate template = packs && isCommon(timestamp) ? block.template(softLimit) : null;
    int next = from;
    while (next < block.size() && !isFull()) {
      int segment = template == null ? -1 : template.segmentAt(next);
      next =
          template == null || segment < 0
              ? appendRow(block, next, values, timestamp)
              : appendSegments(template, segment, values, timestamp);
    }
    return next;
  }

  private int appendSegments(
      SnappyTemplate template, int first, SampleBits values, long timestamp) {
    flush();
    long time = spread(timestamp);
    int next = first;
    int behind;
    do {
      Segment segment = template.segment(next++);
      int count = segment.end() - segment.first();
      if (row.length < count) {
        row = new long[count];
      }
      values.copy(segment.first(), count, row);
      snappy.append(template, segment, row, time);
      samples += segment.samples();
      behind = segment.end();
    } while (next < template.size() && !isFull());
    return behind;
  }

  private int appendRow(SeriesBlock block, int from, SampleBits values, long timestamp) {
    int count = Math.min(ROW, block.size() - from);
    values.copy(from, count, row);
    int i = 0;
    while (i < count && !isFull()) {
      append(block, from + i, row[i], timestamp);
      i++;
    }
    return from + i;
  }

  private static boolean isCommon(long timestamp) {
    return timestamp >= FIRST_COMMON && timestamp <= LAST_COMMON;
  }

  /**
   * Appends one sample of a series; one that was left out of its block is not written.
   *
   * @param valueBits {@link Double#doubleToRawLongBits} of the value
   * @param timestamp milliseconds since the epoch
   */
  public void append(SeriesBlock block, int series, long valueBits, long timestamp) {
    int from = block.offsets[series];
    int prefix = block.offsets[series + 1] - from;
    if (prefix == 0) {
      return;
    }
    ensure(prefix + TAIL + SLACK);
    if (!isCommon(timestamp)) {
      appendUncommon(block, series, valueBits, timestamp);
      return;
    }
    System.arraycopy(block.bytes, from, bytes, length, prefix);
    int at = length + prefix;
    LONG.set(bytes, at, valueBits);
    // One store: the tag, then the varint's 6 bytes. The 8th byte is overwritten by what follows.
    LONG.set(bytes, at + 8, SeriesBlock.TAG_TIMESTAMP | (spread(timestamp) << 8));
    length = at + TAIL;
    samples++;
  }

  /** The varint of a timestamp of 36 to 42 bits, lowest byte first. */
  private static long spread(long timestamp) {
    return (timestamp & 0x7fL)
        | (timestamp & 0x7fL << 7) << 1
        | (timestamp & 0x7fL << 14) << 2
        | (timestamp & 0x7fL << 21) << 3
        | (timestamp & 0x7fL << 28) << 4
        | (timestamp & 0x7fL << 35) << 5
        | MORE_FOLLOWS;
  }

  /** Lengths differ from those in the prefix: it is taken apart and written anew. */
  private void appendUncommon(SeriesBlock block, int series, long valueBits, long timestamp) {
    int labels = block.offsets[series] + 1;
    while (block.bytes[labels++] < 0) {
      // Skips the varint of the length.
    }
    int labelsLength = block.offsets[series + 1] - SeriesBlock.PREFIX_TAIL - labels;
    int sampleLength = 9 + 1 + Varint.size(timestamp);
    int seriesLength = labelsLength + Varint.fieldSize(sampleLength);
    int at = length;
    bytes[at++] = SeriesBlock.TAG_TIME_SERIES;
    at = Varint.put(bytes, at, seriesLength);
    System.arraycopy(block.bytes, labels, bytes, at, labelsLength);
    at += labelsLength;
    bytes[at++] = SeriesBlock.TAG_SAMPLE;
    at = Varint.put(bytes, at, sampleLength);
    bytes[at++] = SeriesBlock.TAG_VALUE;
    LONG.set(bytes, at, valueBits);
    at += 8;
    bytes[at++] = SeriesBlock.TAG_TIMESTAMP;
    length = Varint.put(bytes, at, timestamp);
    samples++;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}

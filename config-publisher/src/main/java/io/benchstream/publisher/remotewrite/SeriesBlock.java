package io.benchstream.publisher.remotewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.relabel.labels.LabelSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Series whose labels are encoded once and then copied for each sample. Hot path; immutable but for
 * its template, which belongs to the thread that writes requests.
 *
 * <p>Layout: for each series the beginning of its {@code TimeSeries} message with one sample, up to
 * the value:
 *
 * <pre>
 *   0a len            TimeSeries, field 1 of WriteRequest
 *     0a len ...      Label, once for each, by rising name
 *     12 10           Sample of 16 bytes
 *       09            value, field 1, a double      | here it ends; the value
 *       10            timestamp, field 2, a varint  | and these 7 bytes follow
 * </pre>
 *
 * <p>A timestamp between 1971 and 2109 takes 6 bytes, so the lengths are known beforehand. See
 * https://prometheus.io/docs/specs/prw/remote_write_spec/.
 */
public final class SeriesBlock {
  static final int TAG_TIME_SERIES = 0x0a;
  static final int TAG_LABEL = 0x0a;
  static final int TAG_NAME = 0x0a;
  static final int TAG_TEXT = 0x12;
  static final int TAG_SAMPLE = 0x12;
  static final int TAG_VALUE = 0x09;
  static final int TAG_TIMESTAMP = 0x10;

  /** Length of a Sample: tag, value, tag, timestamp of 6 bytes. */
  static final int SAMPLE_LENGTH = 16;

  /** Bytes of a prefix behind the labels: tag and length of the sample, tag of the value. */
  static final int PREFIX_TAIL = 3;

  final byte[] bytes;

  /** Series i is at offsets[i] to offsets[i + 1]. */
  final int[] offsets;

  /** Below it a template of its own gives less than the series beside it in a request. */
  private static final int LEAST_FOR_TEMPLATE = 5;

  /** Bytes that a segment of a template stands for at most: a copy reaches back 65,535 bytes. */
  private static final int MOST_IN_SEGMENT = 60_000;

  private final int omitted;
  private boolean recurs;
  private boolean templateTried;
  private @Nullable SnappyTemplate template;

  private SeriesBlock(byte[] bytes, int[] offsets, int omitted) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.omitted = omitted;
  }

  /** Number of series. */
  public int size() {
    return offsets.length - 1;
  }

  /** Heap that the block takes, roughly, in bytes. Grows once where the block recurs. */
  public long footprint() {
    SnappyTemplate made = template;
    return bytes.length + 4L * offsets.length + 64 + (made == null ? 0 : made.footprint());
  }

  /** To be called when it is used again: what is used once is not worth a template. */
  public void markRecurring() {
    recurs = recurs || size() - omitted >= LEAST_FOR_TEMPLATE;
  }

  /**
   * The block in Snappy's format; null where there is none.
   *
   * @param requestBytes size of a request; it ends between two segments
   */
  @Nullable SnappyTemplate template(int requestBytes) {
    if (recurs && !templateTried) {
      templateTried = true;
      template = SnappyTemplateBuilder.build(this, Math.min(MOST_IN_SEGMENT, requestBytes));
    }
    return template;
  }

  /** Number of series that were left out. */
  public int omitted() {
    return omitted;
  }

  /** True for a series that was left out: it has a place in the order and is never written. */
  public boolean omitted(int series) {
    return offsets[series] == offsets[series + 1];
  }

  /** Collects series in the order in which their values will come. Not thread-safe. */
  public static final class Builder {
    private byte[] bytes = new byte[1024];
    private int length;
    private int[] offsets = new int[16];
    private int count;
    private int omitted;

    /** Adds a series; its labels are sorted as receivers demand. */
    public Builder add(LabelSet labels) {
      int labelsLength = 0;
      byte[][] texts = new byte[labels.size() * 2][];
      for (int i = 0; i < labels.size(); i++) {
        texts[2 * i] = labels.name(i).getBytes(UTF_8);
        texts[2 * i + 1] = labels.value(i).getBytes(UTF_8);
        labelsLength += Varint.fieldSize(labelLength(texts, i));
      }
      int seriesLength = labelsLength + 2 + SAMPLE_LENGTH;
      ensure(Varint.fieldSize(seriesLength));
      bytes[length++] = TAG_TIME_SERIES;
      length = Varint.put(bytes, length, seriesLength);
      for (int i = 0; i < labels.size(); i++) {
        bytes[length++] = TAG_LABEL;
        length = Varint.put(bytes, length, labelLength(texts, i));
        putText(TAG_NAME, texts[2 * i]);
        putText(TAG_TEXT, texts[2 * i + 1]);
      }
      bytes[length++] = TAG_SAMPLE;
      bytes[length++] = SAMPLE_LENGTH;
      bytes[length++] = TAG_VALUE;
      return endSeries();
    }

    /** Adds a series of another block, which was not left out there. */
    public Builder add(SeriesBlock block, int series) {
      int from = block.offsets[series];
      int more = block.offsets[series + 1] - from;
      ensure(more);
      System.arraycopy(block.bytes, from, bytes, length, more);
      length += more;
      return endSeries();
    }

    /** Keeps a place for a series that is not to be written. */
    public Builder omit() {
      omitted++;
      return endSeries();
    }

    public SeriesBlock build() {
      return new SeriesBlock(
          Arrays.copyOf(bytes, length), Arrays.copyOf(offsets, count + 1), omitted);
    }

    private Builder endSeries() {
      count++;
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      offsets[count] = length;
      return this;
    }

    private static int labelLength(byte[][] texts, int label) {
      return Varint.fieldSize(texts[2 * label].length)
          + Varint.fieldSize(texts[2 * label + 1].length);
    }

    private void putText(int tag, byte[] text) {
      bytes[length++] = (byte) tag;
      length = Varint.put(bytes, length, text.length);
      System.arraycopy(text, 0, bytes, length, text.length);
      length += text.length;
    }

    private void ensure(int more) {
      if (bytes.length - length < more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
      }
    }
  }
}

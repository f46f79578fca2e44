package io.benchstream.publisher.remotewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads remote write requests straight from the protobuf wire format, as the reference that the
 * encoder is compared with: it shares no code with it and is strict about what it does not know.
 */
public final class WriteRequestReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;

  private WriteRequestReader() {}

  /**
   * A sample as the receiver sees it.
   *
   * @param labels in the order of the message
   * @param valueBits raw bits
   */
  public record ReadSample(Map<String, String> labels, long valueBits, long timestamp) {}

  /** All samples of a request, in order. */
  public static List<ReadSample> read(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    List<ReadSample> samples = new ArrayList<>();
    while (in.hasRemaining()) {
      expect(in, 1, LENGTH);
      timeSeries(message(in), samples);
    }
    return samples;
  }

  private static void timeSeries(ByteBuffer in, List<ReadSample> samples) {
    Map<String, String> labels = new LinkedHashMap<>();
    String last = "";
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag == (1 << 3 | LENGTH)) {
        ByteBuffer label = message(in);
        expect(label, 1, LENGTH);
        String name = text(message(label));
        expect(label, 2, LENGTH);
        String value = text(message(label));
        require(!label.hasRemaining(), "a label has name and value and nothing else");
        require(name.compareTo(last) > 0, "labels are sorted: " + last + " before " + name);
        last = name;
        labels.put(name, value);
      } else if (tag == (2 << 3 | LENGTH)) {
        samples.add(sample(labels, message(in)));
      } else {
        throw new IllegalStateException("unknown tag %d in a TimeSeries".formatted(tag));
      }
    }
  }

  private static ReadSample sample(Map<String, String> labels, ByteBuffer in) {
    expect(in, 1, FIXED64);
    long bits = in.getLong();
    expect(in, 2, VARINT);
    long timestamp = varint(in);
    require(!in.hasRemaining(), "a sample has value and timestamp and nothing else");
    return new ReadSample(labels, bits, timestamp);
  }

  private static void expect(ByteBuffer in, int field, int type) {
    long tag = varint(in);
    require(
        tag == (field << 3 | type), "field %d of type %d, but tag %d".formatted(field, type, tag));
  }

  private static ByteBuffer message(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer message = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return message;
  }

  private static String text(ByteBuffer in) {
    return UTF_8.decode(in).toString();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a varint of more than 10 bytes");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}

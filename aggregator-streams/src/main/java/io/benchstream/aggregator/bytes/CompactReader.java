package io.benchstream.aggregator.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what {@link CompactWriter} wrote.
 *
 * <p>Bytes that it did not write may give any number or an {@link IndexOutOfBoundsException}: the
 * reader is for the aggregator's own topics.
 */
public final class CompactReader {
  private final byte[] buffer;
  private int position;

  public CompactReader(byte[] buffer) {
    this.buffer = buffer;
  }

  public boolean atEnd() {
    return position >= buffer.length;
  }

  /** The bytes not read yet. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(buffer, position, buffer.length);
    position = buffer.length;
    return rest;
  }

  public int octet() {
    return buffer[position++] & 0xff;
  }

  public long unsigned() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte octet = buffer[position++];
      value |= (octet & 0x7fL) << shift;
      if (octet >= 0) {
        return value;
      }
    }
  }

  /** A count, as an int. */
  public int count() {
    return Math.toIntExact(unsigned());
  }

  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  public long fixed() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (buffer[position++] & 0xffL) << shift;
    }
    return value;
  }

  public double number() {
    return number(0);
  }

  public double number(double reference) {
    long head = unsigned();
    int tag = (int) head & 3;
    if (tag == CompactWriter.SAME) {
      return reference;
    }
    if (tag == CompactWriter.RAW) {
      return Double.longBitsToDouble(fixed());
    }
    long zigzag = head >>> 2;
    long delta = (zigzag >>> 1) ^ -(zigzag & 1);
    return tag == CompactWriter.WHOLE
        ? (double) ((long) reference + delta)
        : (double) ((long) Math.rint(reference * 1000) + delta) / 1000;
  }

  public String text() {
    int length = count();
    String text = new String(buffer, position, length, UTF_8);
    position += length;
    return text;
  }

  public Map<String, String> texts() {
    Map<String, String> map = new TreeMap<>();
    for (int i = count(); i > 0; i--) {
      String key = text();
      map.put(key, text());
    }
    return map;
  }
}

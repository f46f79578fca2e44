package io.benchstream.aggregator.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes numbers in few bytes. Hot path: the state of a target is written with every scrape.
 *
 * <p>A double is written relative to another one: one byte where they are equal, a variable-length
 * integer where both are whole numbers or whole thousandths below 2^50, 9 bytes otherwise. Every
 * bit comes back.
 */
public final class CompactWriter {
  static final int SAME = 0;
  static final int WHOLE = 1;
  static final int THOUSANDTHS = 2;
  static final int RAW = 3;
  static final double LIMIT = 1L << 50;

  private byte[] buffer = new byte[1024];
  private int size;

  /** Empties the writer for the next value. */
  public CompactWriter reset() {
    size = 0;
    return this;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  public int size() {
    return size;
  }

  public CompactWriter octet(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /** A number of which small positive ones take few bytes. */
  public CompactWriter unsigned(long value) {
    ensure(10);
    byte[] to = buffer;
    int at = size;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
    return this;
  }

  /** A number of which those near zero take few bytes. */
  public CompactWriter signed(long value) {
    return unsigned((value << 1) ^ (value >> 63));
  }

  public CompactWriter fixed(long value) {
    ensure(8);
    for (int shift = 0; shift < 64; shift += 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  public CompactWriter number(double value) {
    return number(value, 0);
  }

  /** A double near another one that the reader knows. */
  public CompactWriter number(double value, double reference) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == Double.doubleToRawLongBits(reference)) {
      return octet(SAME);
    }
    if (isWhole(value) && isWhole(reference)) {
      return delta((long) value - (long) reference, WHOLE);
    }
    double thousand = Math.rint(value * 1000);
    double base = Math.rint(reference * 1000);
    if (isThousandths(value, thousand) && isThousandths(reference, base)) {
      return delta((long) thousand - (long) base, THOUSANDTHS);
    }
    return octet(RAW).fixed(bits);
  }

  public CompactWriter text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    unsigned(bytes.length);
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  public CompactWriter texts(Map<String, String> map) {
    unsigned(map.size());
    new TreeMap<>(map).forEach((key, value) -> text(key).text(value));
    return this;
  }

  static boolean isWhole(double value) {
    // Negative zero differs in its bits from what (long) gives back.
    return Math.abs(value) < LIMIT
        && Double.doubleToRawLongBits((double) (long) value) == Double.doubleToRawLongBits(value);
  }

  private static boolean isThousandths(double value, double thousand) {
    return Math.abs(thousand) < LIMIT
        && Double.doubleToRawLongBits((double) (long) thousand / 1000)
            == Double.doubleToRawLongBits(value);
  }

  private CompactWriter delta(long delta, int tag) {
    return unsigned((((delta << 1) ^ (delta >> 63)) << 2) | tag);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}

package io.benchstream.schemas.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * The ordered series of a scrape, in exposition syntax, one a line, each ended by a newline. Says
 * the same for as long as it lives, packed or not, and is safe to share between threads.
 *
 * <p>Equality is identity, on purpose: whatever depends on the series alone (label bytes, which KPI
 * a series feeds) is kept under the instance, and {@link ScrapeDecoder} gives out the same instance
 * for as long as neither the series nor the common labels of a target change.
 */
public final class SeriesSet {
  private volatile SetText text;
  private final int size;

  /** 0 until asked for: one pass over the text that not every holder of a set needs. */
  private volatile long id;

  /** Where each line starts, and the text's length last; null until asked for. */
  private volatile int @Nullable [] starts;

  private SeriesSet(SetText text, int size) {
    this.text = text;
    this.size = size;
  }

  /**
   * A set with a text.
   *
   * @param text valid UTF-8; each line not empty and ended by a newline. It is kept, not copied:
   *     the caller must not change it afterwards.
   * @throws IllegalArgumentException where the text is none of that
   */
  public static SeriesSet of(byte[] text) {
    String fault = faultOf(text);
    if (fault != null) {
      throw new IllegalArgumentException("not a list of series: " + fault);
    }
    return trusted(text);
  }

  /** As {@link #of(byte[])}. */
  public static SeriesSet of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** A set without series; a new one each time, since instances stand for targets. */
  public static SeriesSet empty() {
    return trusted(new byte[0]);
  }

  static SeriesSet trusted(byte[] text) {
    return new SeriesSet(new SetText.Plain(text), countLines(text));
  }

  /**
   * Gives most of the memory back, for a set that is kept and seldom looked at. The text is
   * unpacked on demand: for a moment by {@link #text}, for good by {@link #series} and {@link
   * #sameSeries}, which are called again and again.
   */
  public void pack() {
    if (text instanceof SetText.Plain plain && plain.length() >= PackedBytes.LEAST) {
      text = new SetText.Packed(PackedBytes.of(plain.bytes()));
      starts = null;
    }
  }

  /** Number of series. */
  public int size() {
    return size;
  }

  /** CRC-64-AVRO of the text, 0 for a set without series. Equal text has equal ids. */
  public long id() {
    long known = id;
    if (known == 0 && size > 0) {
      known = SchemaNormalization.fingerprint64(bytes());
      id = known;
    }
    return known;
  }

  /** The series at an index, without its newline. */
  public String series(int index) {
    byte[] bytes = unpacked();
    int[] at = starts();
    return new String(bytes, at[index], at[index + 1] - at[index] - 1, UTF_8);
  }

  /** All series, in order. A packed set stays packed. */
  public List<String> all() {
    return size == 0 ? List.of() : List.of(text().split("\n"));
  }

  /** True where a series is the same text as one of another set. */
  public boolean sameSeries(int index, SeriesSet other, int otherIndex) {
    byte[] bytes = unpacked();
    byte[] others = other.unpacked();
    int[] at = starts();
    int[] otherAt = other.starts();
    return Arrays.equals(
        bytes, at[index], at[index + 1], others, otherAt[otherIndex], otherAt[otherIndex + 1]);
  }

  /** All series, each with its newline. */
  public String text() {
    return new String(bytes(), UTF_8);
  }

  /** Length of the text in bytes. */
  public int textBytes() {
    return text.length();
  }

  /** True where both list the same series in the same order. */
  public boolean sameText(SeriesSet other) {
    return this == other
        || (textBytes() == other.textBytes() && Arrays.equals(bytes(), other.bytes()));
  }

  /** The first few bytes of large sets do not belong in a log line. */
  @Override
  public String toString() {
    return "SeriesSet[size=" + size + ", id=" + Long.toHexString(id()) + "]";
  }

  /** What the text takes in memory, in bytes. */
  int heldBytes() {
    return text.heldBytes();
  }

  /** The same text under another identity. */
  SeriesSet twin() {
    return new SeriesSet(text, size);
  }

  /** The text's bytes: to be read only. A packed set unpacks them each time. */
  public byte[] bytes() {
    return text.bytes();
  }

  private byte[] unpacked() {
    SetText current = text;
    byte[] bytes = current.bytes();
    if (current instanceof SetText.Packed) {
      text = new SetText.Plain(bytes);
    }
    return bytes;
  }

  /** Offset of the first byte of a series; the text's length for the index after the last. */
  int start(int index) {
    return starts()[index];
  }

  private int[] starts() {
    int[] known = starts;
    if (known == null) {
      byte[] bytes = bytes();
      known = new int[size + 1];
      int line = 1;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          known[line++] = i + 1;
        }
      }
      starts = known;
    }
    return known;
  }

  /** What keeps the text from being a list of series; null where nothing does. */
  static @Nullable String faultOf(byte[] text) {
    if (text.length == 0) {
      return null;
    }
    if (text[text.length - 1] != '\n') {
      return "the last line has no newline at its end";
    }
    boolean ascii = true;
    byte before = '\n';
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '\n' && before == '\n') {
        return "the line at byte " + i + " is empty";
      }
      ascii &= b >= 0;
      before = b;
    }
    return ascii || isUtf8(text) ? null : "the text is not valid UTF-8";
  }

  private static boolean isUtf8(byte[] text) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static int countLines(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}

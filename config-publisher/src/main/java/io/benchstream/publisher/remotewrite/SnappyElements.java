package io.benchstream.publisher.remotewrite;

import java.util.Arrays;

/**
 * The elements of Snappy's block format while they are written: literals and copies of what stands
 * before. See https://github.com/google/snappy/blob/main/format_description.txt.
 */
final class SnappyElements {
  /** Farthest that a copy with an offset of two bytes reaches back. */
  static final int MOST_BACK = 0xffff;

  private static final int MOST_COPIED = 64;
  private static final int LEAST_NEAR = 4;
  private static final int MOST_NEAR = 11;
  private static final int NEAR = 1 << 11;
  private static final int MOST_IN_TAG = 60;

  private byte[] bytes = new byte[1024];
  private int length;

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Writes a literal.
   *
   * @param count 1 to 65,536
   * @return where its first byte is
   */
  int literal(byte[] from, int offset, int count) {
    ensure(count + 3);
    if (count <= MOST_IN_TAG) {
      bytes[length++] = (byte) ((count - 1) << 2);
    } else if (count <= 1 << 8) {
      bytes[length++] = (byte) (MOST_IN_TAG << 2);
      bytes[length++] = (byte) (count - 1);
    } else {
      bytes[length++] = (byte) ((MOST_IN_TAG + 1) << 2);
      bytes[length++] = (byte) (count - 1);
      bytes[length++] = (byte) ((count - 1) >> 8);
    }
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return length - count;
  }

  /**
   * Writes copies.
   *
   * @param back how far, 1 to {@link #MOST_BACK}
   * @param count 1 or more
   */
  void copy(int back, int count) {
    int rest = count;
    while (rest > 0) {
      int part = Math.min(rest, MOST_COPIED);
      ensure(3);
      if (part >= LEAST_NEAR && part <= MOST_NEAR && back < NEAR) {
        bytes[length++] = (byte) (1 | ((part - LEAST_NEAR) << 2) | ((back >> 8) << 5));
        bytes[length++] = (byte) back;
      } else {
        bytes[length++] = (byte) (2 | ((part - 1) << 2));
        bytes[length++] = (byte) back;
        bytes[length++] = (byte) (back >> 8);
      }
      rest -= part;
    }
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}

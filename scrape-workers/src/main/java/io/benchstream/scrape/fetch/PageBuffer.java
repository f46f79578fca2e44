package io.benchstream.scrape.fetch;

import java.util.Arrays;

/**
 * Bytes of a page as they arrive, in an array that grows and is used again. Up to a size every page
 * may grow; what a larger one takes comes from the memory for large pages.
 */
final class PageBuffer {
  static final int FREE_SIZE = 1 << 20;
  private static final int FIRST_SIZE = 16 << 10;

  private final PageMemory memory;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  PageBuffer(PageMemory memory) {
    this.memory = memory;
  }

  /** Lives until the next call of another method. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * Makes room for further bytes behind those that are there.
   *
   * @return false where there is no memory for them
   */
  boolean ensure(int more) {
    long needed = (long) length + more;
    if (needed <= bytes.length) {
      return true;
    }
    int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L));
    if (needed > capacity || !memory.take(aboveFree(capacity) - aboveFree(bytes.length))) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }

  /** Counts bytes that were written behind those that were there. */
  void advance(int more) {
    length += more;
  }

  /** Empties the buffer; gives large memory back. */
  void clear() {
    length = 0;
    if (bytes.length > FREE_SIZE) {
      memory.giveBack(aboveFree(bytes.length));
      bytes = new byte[FIRST_SIZE];
    }
  }

  private static long aboveFree(int capacity) {
    return Math.max(0, capacity - FREE_SIZE);
  }
}

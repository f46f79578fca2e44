package io.benchstream.scrape.series;

import java.util.Arrays;

/**
 * Finds positions by hash: open addressing over an int array, for scratch use, one thread. The
 * caller keeps the hashes and tells whether two positions are equal. Grows, and is cleared by
 * {@link #reset}.
 */
final class HashIndex {
  private static final int FREE = -1;

  private int[] slots = new int[64];
  private int mask = slots.length - 1;

  /** Empties the index and makes room for {@code count} positions. */
  void reset(int count) {
    int wanted = Integer.highestOneBit(Math.max(32, count) * 2 - 1) * 2;
    if (wanted > slots.length) {
      slots = new int[wanted];
    }
    mask = wanted - 1;
    Arrays.fill(slots, 0, wanted, FREE);
  }

  /** The first slot to look at for a hash. */
  int firstSlot(int hash) {
    return ((hash * 0x9E3779B9) >>> 7) & mask;
  }

  /** The slot to look at next. */
  int nextSlot(int slot) {
    return (slot + 1) & mask;
  }

  /** The position in a slot, or a negative number where the slot is free: it is not in here. */
  int at(int slot) {
    return slots[slot];
  }

  /** Fills a free slot that the search for the position has ended at. */
  void put(int slot, int position) {
    slots[slot] = position;
  }
}

package io.benchstream.scrape.series;

/** Bytes for a moment, in an array that is used again unless it is large. One thread. */
final class ScratchBytes {
  private static final int MOST_KEPT = 1 << 20;

  private byte[] kept = new byte[0];

  /** An array with room for so many bytes, which the next call may give out again. */
  byte[] room(int length) {
    if (length > MOST_KEPT) {
      return new byte[length];
    }
    if (kept.length < length) {
      kept = new byte[Math.min(MOST_KEPT, 2 * length)];
    }
    return kept;
  }
}

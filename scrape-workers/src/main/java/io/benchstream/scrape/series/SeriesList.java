package io.benchstream.scrape.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.samples.SeriesSet;

/**
 * The series of a scrape with what it takes to compare them to others. The text is held once, by
 * the set. Immutable; series differ from each other.
 */
final class SeriesList {
  static final SeriesList EMPTY = new SeriesList(new byte[0], new int[0], new int[0]);

  private final SeriesSet set;
  private final int[] ends;
  private final int[] hashes;

  /**
   * Takes the arrays over.
   *
   * @param text as {@link SeriesSet} wants it
   * @param ends for each series the end of its line
   * @param hashes for each series the hash of its line without the line feed
   */
  SeriesList(byte[] text, int[] ends, int[] hashes) {
    this.set = SeriesSet.of(text);
    this.ends = ends;
    this.hashes = hashes;
  }

  SeriesSet set() {
    return set;
  }

  int size() {
    return ends.length;
  }

  /**
   * One series, without the line feed.
   *
   * @param text that of this list
   */
  String series(byte[] text, int index) {
    return new String(text, start(index), end(index) - start(index), UTF_8);
  }

  /** To be read only; unpacked each time where the list has been packed. */
  byte[] text() {
    return set.bytes();
  }

  /** Takes less memory from now on. */
  void pack() {
    set.pack();
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** The end without the line feed. */
  int end(int index) {
    return ends[index] - 1;
  }

  int hash(int index) {
    return hashes[index];
  }
}

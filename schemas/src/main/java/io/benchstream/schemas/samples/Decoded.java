package io.benchstream.schemas.samples;

/** What {@link ScrapeDecoder} made of a record. */
public sealed interface Decoded {
  /** The whole scrape. */
  record Complete(DecodedScrape scrape) implements Decoded {}

  /**
   * A part of a scrape that is not complete: more parts are to come, or earlier ones were lost.
   *
   * @param part number of the part, from 0
   * @param parts count of parts of the scrape
   */
  record Incomplete(String targetId, int part, int parts) implements Decoded {}

  /**
   * The values cannot be told apart: the series they belong to were written before the first record
   * that the decoder saw, or were lost. The next keyframe ends it.
   */
  record MissingKeyframe(String targetId, long seriesSetId) implements Decoded {}

  /**
   * From an owner that has lost the target to another one.
   *
   * @param epoch of the record
   * @param currentEpoch the highest seen of the target
   */
  record Fenced(String targetId, long epoch, long currentEpoch) implements Decoded {}

  /**
   * The record contradicts itself or the keyframe it refers to.
   *
   * @param reason in words, with the values that do not match
   */
  record Corrupt(String targetId, String reason) implements Decoded {}
}

package io.benchstream.scrape.exposition;

/** What {@link ExpositionCursor#next} has found. */
public enum Entry {
  /** A series with a value. */
  SAMPLE,
  /** {@code # HELP}. */
  HELP,
  /** {@code # TYPE}. */
  TYPE,
  /** {@code # UNIT}, in OpenMetrics. */
  UNIT,
  /** Any other comment, in the text format. */
  COMMENT,
  /** A line that cannot be read; the cursor goes on with the next one where it is asked to. */
  BAD_LINE,
  /** The end of the page. */
  END
}

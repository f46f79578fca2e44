package io.benchstream.scrape.target;

/** What a worker makes of a target's record. */
public sealed interface TargetReading {
  /** It is scraped. */
  record Scraped(ScrapeTarget target) implements TargetReading {}

  /** Somebody else scrapes it. */
  record LeftToOthers() implements TargetReading {}

  /**
   * It cannot be scraped.
   *
   * @param reason field, value and what is allowed
   */
  record Invalid(String reason) implements TargetReading {}
}

package io.benchstream.scrape.lane;

import io.benchstream.schemas.Scrape;

/** Takes the records of scrapes. Called on one thread. */
public interface ScrapeSink {
  /** Tells what became of a record. */
  interface Acknowledgement {
    /** Called once, on any thread; perhaps from within {@link ScrapeSink#send}. */
    void done(boolean delivered);
  }

  /** Whether it takes further scrapes; where not, they are dropped. */
  boolean hasRoom();

  /**
   * Takes a record, which may change after the call. Does not block.
   *
   * @param partition where it belongs
   */
  void send(int partition, Scrape scrape, Acknowledgement acknowledgement);
}

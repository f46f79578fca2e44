package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.ScrapeTarget;

/** Asks targets for their pages. Called on one thread, and calls back on it. */
public interface PageFetcher {
  /** Receives how a request ended. */
  interface Callback {
    /** Called once, unless the request was cancelled. Never from within {@link #fetch}. */
    void done(FetchOutcome outcome);
  }

  /** A request under way. */
  interface Fetch {
    /** Gives it up; there will be no callback. */
    void cancel();
  }

  /** Asks for the page of a target, within the target's timeout and limits. */
  Fetch fetch(ScrapeTarget target, Callback callback);
}

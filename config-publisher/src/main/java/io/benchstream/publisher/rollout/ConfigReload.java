package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.ScrapeConfig;

/** Makes a vmagent read its configuration again, and finds out whether it did. */
public interface ConfigReload {
  /** Returns once the outcome is known or its time is up. */
  ReloadOutcome reload(ScrapeConfig config) throws InterruptedException;

  /** As {@link #reload}, once more and with more time, where the outcome was not known in time. */
  default ReloadOutcome reloadPatiently(ScrapeConfig config) throws InterruptedException {
    return reload(config);
  }

  /** For a vmagent that looks for changes by itself: nothing is asked, nothing confirmed. */
  static ConfigReload none() {
    return config -> new ReloadOutcome.NotAsked();
  }
}

package io.benchstream.scrape.lane;

import io.benchstream.schemas.TargetStatus;

/** Takes the status of targets. Called on one thread; does not block. */
public interface StatusSink {
  /**
   * The status from now on.
   *
   * @param partition where it belongs
   */
  void status(int partition, TargetStatus status);

  /** The target is gone, and its status with it. */
  void gone(int partition, String targetId);
}

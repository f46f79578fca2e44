package io.benchstream.scrape.lane;

/** The one thread that a lane runs in. */
public interface LaneThread {
  /** Runs something in the lane's thread, later. May be called from any thread. */
  void execute(Runnable task);

  /**
   * Calls {@link Lane#wake} at a time, or a little later. Called in the lane's thread; a call
   * replaces the one before.
   *
   * @param millis since the epoch
   */
  void wakeAt(long millis);
}

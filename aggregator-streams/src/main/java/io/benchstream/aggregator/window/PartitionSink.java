package io.benchstream.aggregator.window;

/**
 * What a partition of {@code samples} passes on. Final contributions come before their progress.
 */
public interface PartitionSink {
  /**
   * The partition's share of a window of a scope, in place of an earlier one.
   *
   * @param windowEnd end of the window
   * @param asOf how far time has come in the window; its end for a final share
   */
  void contribution(long windowEnd, long asOf, Contribution contribution);

  /** Every window up to the end is closed: nothing of it comes any more. */
  void closed(long windowEnd);
}

package io.benchstream.aggregator.scope;

import java.util.List;

/** Where the shares of open windows and the progress of the partitions outlive the process. */
public interface ShareStore {
  /**
   * One partition's share of one window of a scope.
   *
   * @param windowEnd end of the window
   * @param scope key of cluster and job
   * @param partition partition of {@code samples} that it comes from
   * @param asOf how far time has come in the window
   * @param contribution as bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Share(long windowEnd, String scope, int partition, long asOf, byte[] contribution) {}

  /** Puts a share in the place of an earlier one of the same window, scope and partition. */
  void save(Share share);

  void delete(Share share);

  /** All shares of windows up to the end, by window, scope and partition. */
  List<Share> upTo(long windowEnd);

  /** The shares of a window of a scope, by partition. */
  List<Share> of(long windowEnd, String scope);

  void saveProgress(int partition, long closedThrough);

  /** The end that the partition's windows are closed through, or {@code otherwise}. */
  long progress(int partition, long otherwise);
}

package io.benchstream.aggregator.window;

import java.util.function.BiConsumer;

/** Where the windows of a partition's targets outlive the process. */
public interface TargetStore {
  void saveLayout(String targetId, byte[] layout);

  void saveState(String targetId, byte[] state);

  /** End of the last closed window. */
  void saveProgress(long closedThrough);

  void delete(String targetId);

  /**
   * What was saved, or {@code otherwise}.
   *
   * @param otherwise for a store that is empty
   */
  long progress(long otherwise);

  void forEachLayout(BiConsumer<String, byte[]> reader);

  void forEachState(BiConsumer<String, byte[]> reader);
}

package io.benchstream.aggregator.replay;

import io.benchstream.aggregator.window.TargetStore;
import java.util.function.BiConsumer;

/** Keeps nothing: a replay that fails begins anew. */
final class NoTargetStore implements TargetStore {
  @Override
  public void saveLayout(String targetId, byte[] layout) {}

  @Override
  public void saveState(String targetId, byte[] state) {}

  @Override
  public void saveProgress(long closedThrough) {}

  @Override
  public void delete(String targetId) {}

  @Override
  public long progress(long otherwise) {
    return otherwise;
  }

  @Override
  public void forEachLayout(BiConsumer<String, byte[]> reader) {}

  @Override
  public void forEachState(BiConsumer<String, byte[]> reader) {}
}

package io.benchstream.aggregator.window;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A store that lives as long as the test. */
public final class MemoryTargetStore implements TargetStore {
  private final Map<String, byte[]> layouts = new HashMap<>();
  private final Map<String, byte[]> states = new HashMap<>();
  private @Nullable Long progress;

  @Override
  public void saveLayout(String targetId, byte[] layout) {
    layouts.put(targetId, layout);
  }

  @Override
  public void saveState(String targetId, byte[] state) {
    states.put(targetId, state);
  }

  @Override
  public void saveProgress(long closedThrough) {
    progress = closedThrough;
  }

  @Override
  public void delete(String targetId) {
    layouts.remove(targetId);
    states.remove(targetId);
  }

  @Override
  public long progress(long otherwise) {
    return progress == null ? otherwise : progress;
  }

  @Override
  public void forEachLayout(BiConsumer<String, byte[]> reader) {
    layouts.forEach(reader);
  }

  @Override
  public void forEachState(BiConsumer<String, byte[]> reader) {
    states.forEach(reader);
  }

  public int targets() {
    return states.size();
  }

  public int bytes() {
    return layouts.values().stream().mapToInt(bytes -> bytes.length).sum()
        + states.values().stream().mapToInt(bytes -> bytes.length).sum();
  }
}

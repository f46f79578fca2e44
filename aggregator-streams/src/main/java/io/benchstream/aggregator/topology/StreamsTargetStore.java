package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.window.TargetStore;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The targets of a partition in a state store, with layouts and states under keys of their own. */
final class StreamsTargetStore implements TargetStore {
  private static final String LAYOUT = "layout/";
  private static final String STATE = "state/";
  private static final String PROGRESS = "progress";

  private final KeyValueStore<String, byte[]> store;

  StreamsTargetStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  @Override
  public void saveLayout(String targetId, byte[] layout) {
    store.put(LAYOUT + targetId, layout);
  }

  @Override
  public void saveState(String targetId, byte[] state) {
    store.put(STATE + targetId, state);
  }

  @Override
  public void saveProgress(long closedThrough) {
    store.put(PROGRESS, new CompactWriter().signed(closedThrough).toBytes());
  }

  @Override
  public void delete(String targetId) {
    store.delete(LAYOUT + targetId);
    store.delete(STATE + targetId);
  }

  @Override
  public long progress(long otherwise) {
    byte[] saved = store.get(PROGRESS);
    return saved == null ? otherwise : new CompactReader(saved).signed();
  }

  @Override
  public void forEachLayout(BiConsumer<String, byte[]> reader) {
    forEach(LAYOUT, reader);
  }

  @Override
  public void forEachState(BiConsumer<String, byte[]> reader) {
    forEach(STATE, reader);
  }

  private void forEach(String prefix, BiConsumer<String, byte[]> reader) {
    try (KeyValueIterator<String, byte[]> all = store.prefixScan(prefix, new StringSerializer())) {
      all.forEachRemaining(
          entry -> reader.accept(entry.key.substring(prefix.length()), entry.value));
    }
  }
}

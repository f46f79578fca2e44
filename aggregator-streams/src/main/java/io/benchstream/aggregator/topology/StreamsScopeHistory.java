package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.session.ScopeHistory;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Final windows in a window store, which forgets those that are older than its retention. */
record StreamsScopeHistory(WindowStore<String, byte[]> store) implements ScopeHistory {
  @Override
  public void save(String scope, long windowEnd, byte[] window) {
    store.put(scope, window, Math.max(0, windowEnd));
  }

  @Override
  public void forEach(String scope, long from, long to, Reader reader) {
    try (WindowStoreIterator<byte[]> found =
        store.fetch(scope, Math.max(0, from), Math.max(0, to))) {
      while (found.hasNext()) {
        KeyValue<Long, byte[]> window = found.next();
        reader.window(scope, window.key, window.value);
      }
    }
  }

  @Override
  public void forEachScope(long from, long to, Reader reader) {
    try (KeyValueIterator<Windowed<String>, byte[]> found =
        store.fetchAll(Math.max(0, from), Math.max(0, to))) {
      while (found.hasNext()) {
        KeyValue<Windowed<String>, byte[]> window = found.next();
        reader.window(window.key.key(), window.key.window().start(), window.value);
      }
    }
  }
}

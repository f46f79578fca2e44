package io.benchstream.aggregator.replay;

import io.benchstream.aggregator.scope.ShareStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Shares of windows that not every partition has closed, on the heap. */
final class HeapShareStore implements ShareStore {
  private record Key(long windowEnd, String scope, int partition) {
    static Key of(Share share) {
      return new Key(share.windowEnd(), share.scope(), share.partition());
    }
  }

  private final TreeMap<Key, Share> shares =
      new TreeMap<>(
          Comparator.comparingLong(Key::windowEnd)
              .thenComparing(Key::scope)
              .thenComparingInt(Key::partition));

  @Override
  public void save(Share share) {
    shares.put(Key.of(share), share);
  }

  @Override
  public void delete(Share share) {
    shares.remove(Key.of(share));
  }

  @Override
  public List<Share> upTo(long windowEnd) {
    return new ArrayList<>(shares.headMap(new Key(windowEnd + 1, "", 0)).values());
  }

  @Override
  public List<Share> of(long windowEnd, String scope) {
    return new ArrayList<>(
        shares
            .subMap(
                new Key(windowEnd, scope, 0),
                true,
                new Key(windowEnd, scope, Integer.MAX_VALUE),
                true)
            .values());
  }

  @Override
  public void saveProgress(int partition, long closedThrough) {}

  @Override
  public long progress(int partition, long otherwise) {
    return otherwise;
  }
}

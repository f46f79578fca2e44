package io.benchstream.aggregator.scope;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class MemoryShareStore implements ShareStore {
  private record Key(long end, String scope, int partition) {}

  private final TreeMap<Key, Share> shares =
      new TreeMap<>(
          Comparator.comparingLong(Key::end)
              .thenComparing(Key::scope)
              .thenComparingInt(Key::partition));
  private final Map<Integer, Long> progress = new HashMap<>();

  int size() {
    return shares.size();
  }

  @Override
  public void save(Share share) {
    shares.put(key(share), share);
  }

  @Override
  public void delete(Share share) {
    shares.remove(key(share));
  }

  private static Key key(Share share) {
    return new Key(share.windowEnd(), share.scope(), share.partition());
  }

  @Override
  public List<Share> upTo(long windowEnd) {
    return shares.values().stream().filter(share -> share.windowEnd() <= windowEnd).toList();
  }

  @Override
  public List<Share> of(long windowEnd, String scope) {
    return shares.values().stream()
        .filter(share -> share.windowEnd() == windowEnd && share.scope().equals(scope))
        .toList();
  }

  @Override
  public void saveProgress(int partition, long closedThrough) {
    progress.put(partition, closedThrough);
  }

  @Override
  public long progress(int partition, long otherwise) {
    return progress.getOrDefault(partition, otherwise);
  }
}

package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.scope.ShareStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Shares in a state store, in the order of window, scope and partition. */
final class StreamsShareStore implements ShareStore {
  private static final byte SHARE = 1;
  private static final byte PROGRESS = 2;
  private static final int HEAD = 1 + Long.BYTES;
  private static final int ANY_LENGTH = -1;

  private final KeyValueStore<Bytes, byte[]> store;

  StreamsShareStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public void save(Share share) {
    byte[] value =
        ByteBuffer.allocate(Long.BYTES + share.contribution().length)
            .putLong(share.asOf())
            .put(share.contribution())
            .array();
    store.put(key(share.windowEnd(), share.scope(), share.partition()), value);
  }

  @Override
  public void delete(Share share) {
    store.delete(key(share.windowEnd(), share.scope(), share.partition()));
  }

  @Override
  public List<Share> upTo(long windowEnd) {
    return range(key(Long.MIN_VALUE, "", 0), after(windowEnd), ANY_LENGTH);
  }

  @Override
  public List<Share> of(long windowEnd, String scope) {
    Bytes first = key(windowEnd, scope, 0);
    // Between its keys lie those of longer scopes: of c1's jobs for c1, of job 12 for job 1.
    return range(first, key(windowEnd, scope, Integer.MAX_VALUE), first.get().length);
  }

  @Override
  public void saveProgress(int partition, long closedThrough) {
    store.put(progressKey(partition), new CompactWriter().signed(closedThrough).toBytes());
  }

  @Override
  public long progress(int partition, long otherwise) {
    byte[] saved = store.get(progressKey(partition));
    return saved == null ? otherwise : new CompactReader(saved).signed();
  }

  private List<Share> range(Bytes from, Bytes to, int keyLength) {
    List<Share> shares = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = store.range(from, to)) {
      found.forEachRemaining(
          entry -> {
            byte[] key = entry.key.get();
            if (keyLength == ANY_LENGTH || key.length == keyLength) {
              shares.add(share(key, entry.value));
            }
          });
    }
    return shares;
  }

  private static Share share(byte[] key, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(key);
    in.get();
    long windowEnd = in.getLong() ^ Long.MIN_VALUE;
    int scopeEnd = key.length - Integer.BYTES;
    String scope = new String(key, HEAD, scopeEnd - HEAD, UTF_8);
    return new Share(
        windowEnd,
        scope,
        in.getInt(scopeEnd),
        ByteBuffer.wrap(value).getLong(),
        Arrays.copyOfRange(value, Long.BYTES, value.length));
  }

  /** The sign bit is turned, so that the order of the bytes is that of the numbers. */
  private static Bytes key(long windowEnd, String scope, int partition) {
    byte[] text = scope.getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(HEAD + text.length + Integer.BYTES)
            .put(SHARE)
            .putLong(windowEnd ^ Long.MIN_VALUE)
            .put(text)
            .putInt(partition)
            .array());
  }

  private static Bytes after(long windowEnd) {
    return Bytes.wrap(
        ByteBuffer.allocate(HEAD).put(SHARE).putLong((windowEnd + 1) ^ Long.MIN_VALUE).array());
  }

  private static Bytes progressKey(int partition) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + Integer.BYTES).put(PROGRESS).putInt(partition).array());
  }
}

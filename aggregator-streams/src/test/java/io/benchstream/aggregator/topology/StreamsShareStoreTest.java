package io.benchstream.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.scope.ShareStore.Share;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class StreamsShareStoreTest {
  private final KeyValueStore<Bytes, byte[]> bytes =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("shares"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .withCachingDisabled()
          .build();
  private final StreamsShareStore store;

  StreamsShareStoreTest() {
    bytes.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), bytes);
    store = new StreamsShareStore(bytes);
  }

  private static Share share(long windowEnd, String scope, int partition) {
    return new Share(windowEnd, scope, partition, windowEnd - 1, new byte[] {7});
  }

  @Test
  void aScopeHasNoSharesOfALongerOne() {
    for (String scope : new String[] {"c\0", "c\0j1", "c\0j12", "c\0j1\u0001", "c1\0j1"}) {
      store.save(share(10, scope, 0));
      store.save(share(10, scope, 63));
      store.save(share(20, scope, 0));
    }

    for (String scope : new String[] {"c\0", "c\0j1", "c\0j12"}) {
      assertThat(store.of(10, scope)).extracting(Share::scope).containsExactly(scope, scope);
      assertThat(store.of(10, scope)).extracting(Share::partition).containsExactly(0, 63);
    }
  }

  @Test
  void findsAllThatIsDue() {
    store.save(share(-10, "c\0j", 1));
    store.save(share(10, "c\0j", 1));
    store.save(share(11, "c\0j", 1));
    store.saveProgress(1, 10);

    assertThat(store.upTo(10)).extracting(Share::windowEnd).containsExactly(-10L, 10L);
    store.delete(share(-10, "c\0j", 1));
    assertThat(store.upTo(10)).extracting(Share::asOf).containsExactly(9L);
    assertThat(store.progress(1, 0)).isEqualTo(10);
  }
}

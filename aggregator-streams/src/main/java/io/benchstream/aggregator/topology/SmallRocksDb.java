package io.benchstream.aggregator.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Small write buffers: a store of shares holds kilobytes as a rule, and there is one for each
 * partition of scopes.
 */
public final class SmallRocksDb implements RocksDBConfigSetter {
  private static final long WRITE_BUFFER_BYTES = 2L << 20;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    // Nothing of its own to release.
  }
}

package io.benchstream.aggregator.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Small buffers: there are several stores for each partition of scopes, and none of them is read
 * much. What is kept for days is compressed.
 */
public final class SmallRocksDb implements RocksDBConfigSetter {
  private static final long WRITE_BUFFER_BYTES = 2L << 20;
  private static final long CACHE_BYTES = 2L << 20;

  private @Nullable Cache cache;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      Cache small = new LRUCache(CACHE_BYTES);
      cache = small;
      table.setBlockCache(small);
      options.setTableFormatConfig(table);
    }
  }

  @Override
  public void close(String storeName, Options options) {
    if (cache != null) {
      cache.close();
    }
  }
}

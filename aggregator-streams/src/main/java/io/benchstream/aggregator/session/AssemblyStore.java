package io.benchstream.aggregator.session;

import org.jspecify.annotations.Nullable;

/** Where answers wait for the others. */
public interface AssemblyStore {
  void save(String key, byte[] value);

  byte @Nullable [] find(String key);

  void delete(String key);
}

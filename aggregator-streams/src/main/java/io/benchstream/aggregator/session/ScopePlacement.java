package io.benchstream.aggregator.session;

/** Tells which partition of scopes holds a scope. */
public interface ScopePlacement {
  int partitions();

  int partition(String scope);
}

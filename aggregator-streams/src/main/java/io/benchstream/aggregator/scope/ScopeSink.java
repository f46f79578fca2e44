package io.benchstream.aggregator.scope;

/** Where the windows of scopes go. */
@FunctionalInterface
public interface ScopeSink {
  /** A window of a scope, provisional any number of times, final once. */
  void window(ScopeWindow window);
}

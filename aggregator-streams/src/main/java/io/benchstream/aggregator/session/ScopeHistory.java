package io.benchstream.aggregator.session;

/** The final windows of scopes, kept for some days. */
public interface ScopeHistory {
  void save(String scope, long windowEnd, byte[] window);

  /** The scope's windows whose ends lie in {@code [from, to]}, by rising end. */
  void forEach(String scope, long from, long to, Reader reader);

  /** The windows of all scopes whose ends lie in {@code [from, to]}, each scope's by rising end. */
  void forEachScope(long from, long to, Reader reader);

  /** Takes a window. */
  @FunctionalInterface
  interface Reader {
    void window(String scope, long windowEnd, byte[] window);
  }
}

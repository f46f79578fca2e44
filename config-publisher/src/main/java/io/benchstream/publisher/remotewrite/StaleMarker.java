package io.benchstream.publisher.remotewrite;

/** The value that ends a series. */
public final class StaleMarker {
  /** Prometheus' StaleNaN, as the bits of a double: other NaNs are values. */
  public static final long BITS = 0x7ff0000000000002L;

  private StaleMarker() {}
}

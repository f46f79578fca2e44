package io.benchstream.schemas.samples;

/**
 * Prometheus' staleness marker: the one NaN that says "this series ended here". It is told from
 * other NaNs by its bits, never by {@code Double.isNaN}.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/#stale-markers">Remote-Write
 *     specification, stale markers</a>
 */
public final class StaleMarker {
  public static final long BITS = 0x7ff0000000000002L;

  /** The marker as a double. Copies of it keep their bits; arithmetic on it does not. */
  public static final double VALUE = Double.longBitsToDouble(BITS);

  private StaleMarker() {}

  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}

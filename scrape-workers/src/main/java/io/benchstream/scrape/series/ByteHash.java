package io.benchstream.scrape.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of a range of bytes, eight at a time. For tables in memory only. */
final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  static int of(byte[] bytes, int from, int to) {
    long hash = (to - from) * FACTOR;
    int p = from;
    for (; p + 8 <= to; p += 8) {
      hash = mix(hash ^ (long) LONGS.get(bytes, p));
    }
    long rest = 0;
    for (; p < to; p++) {
      rest = (rest << 8) | (bytes[p] & 0xFF);
    }
    hash = mix(hash ^ rest);
    return (int) (hash ^ (hash >>> 32));
  }

  private static long mix(long value) {
    long product = value * FACTOR;
    return product ^ (product >>> 29);
  }
}

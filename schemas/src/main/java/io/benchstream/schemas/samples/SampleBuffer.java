package io.benchstream.schemas.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Little-endian values or timestamps of one scrape, in an array that is used again for the next. It
 * follows the need down as well as up: one large page must not hold memory for ever.
 */
final class SampleBuffer {
  static final int BYTES_EACH = 8;

  private static final int ALWAYS_KEPT = 4_096;

  private ByteBuffer buffer = ByteBuffer.allocate(0);

  void fill(double[] values, int count) {
    room(count).asDoubleBuffer().put(values, 0, count);
  }

  void fill(long[] timestamps, int count) {
    room(count).asLongBuffer().put(timestamps, 0, count);
  }

  ByteBuffer slice(int first, int count) {
    return buffer.slice(first * BYTES_EACH, count * BYTES_EACH);
  }

  private ByteBuffer room(int count) {
    int bytes = Math.multiplyExact(count, BYTES_EACH);
    int capacity = buffer.capacity();
    if (capacity < bytes || (capacity > ALWAYS_KEPT && capacity / 4 > bytes)) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer.clear();
  }
}

package io.benchstream.cli.simulator.engine;

import java.util.Arrays;

/** The latest observations of one histogram, in order, each with a number that counts from 0. */
final class ObservationLog {
  private final int capacity;
  private double[] ring = new double[256];
  private long size;

  /** Keeps {@code capacity} observations; more push the oldest out. */
  ObservationLog(int capacity) {
    this.capacity = capacity;
  }

  void add(double value) {
    if (size == ring.length && ring.length < capacity) {
      ring = Arrays.copyOf(ring, Math.min(capacity, ring.length * 2));
    }
    ring[(int) (size % ring.length)] = value;
    size++;
  }

  /** How many there were, those pushed out included. */
  long size() {
    return size;
  }

  /** Numbers {@code from} (inclusive) to {@code to} (exclusive), sorted by value. */
  double[] sorted(long from, long to) {
    if (size - from > ring.length) {
      throw new IllegalStateException(
          "observation %d is no longer kept: the log holds the latest %d of %d"
              .formatted(from, ring.length, size));
    }
    double[] values = new double[Math.toIntExact(to - from)];
    for (int i = 0; i < values.length; i++) {
      values[i] = ring[(int) ((from + i) % ring.length)];
    }
    Arrays.sort(values);
    return values;
  }
}

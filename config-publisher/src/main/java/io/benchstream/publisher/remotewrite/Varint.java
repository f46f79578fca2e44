package io.benchstream.publisher.remotewrite;

/** Protobuf's variable-length integers. Hot path. */
final class Varint {
  private Varint() {}

  /** Bytes of an unsigned 64-bit value. */
  static int size(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** Bytes of a length-delimited field with a tag of one byte. */
  static int fieldSize(int length) {
    return 1 + size(length) + length;
  }

  /** Writes; returns the position behind. */
  static int put(byte[] out, int position, long value) {
    int at = position;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }
}

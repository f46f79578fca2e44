package io.benchstream.schemas.samples;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/**
 * Bytes that are kept and seldom looked at, in LZ4's block format: a sixth or less of names and
 * labels, which recur. Some gigabytes a second are unpacked. Immutable.
 */
public final class PackedBytes {
  private final byte[] packed;
  private final int length;

  private PackedBytes(byte[] packed, int length) {
    this.packed = packed;
    this.length = length;
  }

  public static PackedBytes of(byte[] bytes) {
    var compressor = LZ4Factory.fastestInstance().fastCompressor();
    byte[] room = new byte[compressor.maxCompressedLength(bytes.length)];
    int packed = compressor.compress(bytes, 0, bytes.length, room, 0);
    return new PackedBytes(Arrays.copyOf(room, packed), bytes.length);
  }

  /** Of the bytes as they were. */
  public int length() {
    return length;
  }

  /** The bytes as they were, in an array of their own. */
  public byte[] unpack() {
    byte[] bytes = new byte[length];
    unpackTo(bytes);
    return bytes;
  }

  /**
   * Writes the bytes as they were.
   *
   * @param into has room for {@link #length} bytes
   */
  public void unpackTo(byte[] into) {
    LZ4Factory.fastestInstance()
        .safeDecompressor()
        .decompress(packed, 0, packed.length, into, 0, length);
  }
}

package io.benchstream.schemas.samples;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Bytes that are kept and seldom looked at, in LZ4's block format, which suits names and labels:
 * they recur, and are quickly unpacked. Immutable.
 */
public final class PackedBytes {
  private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  /** Fewer bytes are not worth packing. */
  public static final int LEAST = 512;

  private final byte[] packed;
  private final int length;

  private PackedBytes(byte[] packed, int length) {
    this.packed = packed;
    this.length = length;
  }

  public static PackedBytes of(byte[] bytes) {
    byte[] room = new byte[COMPRESSOR.maxCompressedLength(bytes.length)];
    int packed = COMPRESSOR.compress(bytes, 0, bytes.length, room, 0);
    return new PackedBytes(Arrays.copyOf(room, packed), bytes.length);
  }

  /** What they take now. */
  public int packedLength() {
    return packed.length;
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
    DECOMPRESSOR.decompress(packed, 0, packed.length, into, 0, length);
  }
}

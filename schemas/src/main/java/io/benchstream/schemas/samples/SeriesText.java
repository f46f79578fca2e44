package io.benchstream.schemas.samples;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/** The text of a set of series, as it is or packed. Immutable. */
sealed interface SeriesText {
  /** The text itself, to be read only. */
  byte[] bytes();

  /** Of the text, in bytes. */
  int length();

  /** As it is; equality is not asked for. */
  @SuppressWarnings("ArrayRecordComponent")
  record Plain(byte[] bytes) implements SeriesText {
    @Override
    public int length() {
      return bytes.length;
    }

    /** The same text in less memory: names and labels recur, so a sixth is usual. */
    Packed pack() {
      var compressor = LZ4Factory.fastestInstance().fastCompressor();
      byte[] room = new byte[compressor.maxCompressedLength(bytes.length)];
      int packed = compressor.compress(bytes, 0, bytes.length, room, 0);
      return new Packed(Arrays.copyOf(room, packed), bytes.length);
    }
  }

  /** In LZ4's block format. */
  @SuppressWarnings("ArrayRecordComponent")
  record Packed(byte[] packed, int length) implements SeriesText {
    @Override
    public byte[] bytes() {
      byte[] bytes = new byte[length];
      LZ4Factory.fastestInstance().safeDecompressor().decompress(packed, bytes);
      return bytes;
    }
  }
}

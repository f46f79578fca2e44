package io.benchstream.publisher.remotewrite;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Compresses requests; keeps its work space. Owned by one thread at a time. */
public final class Compressor implements AutoCloseable {
  /** The fastest of the regular levels: label text repeats so much that any level finds it. */
  private static final int ZSTD_LEVEL = 1;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
  private byte[] space = new byte[0];

  /** The compressed request, an array of its own. */
  public byte[] compress(Encoding encoding, byte[] bytes, int offset, int length) {
    return switch (encoding) {
      case SNAPPY -> snappy(bytes, offset, length);
      case ZSTD -> zstd(bytes, offset, length);
    };
  }

  private byte[] snappy(byte[] bytes, int offset, int length) {
    ensure(Snappy.maxCompressedLength(length));
    try {
      return Arrays.copyOf(space, Snappy.compress(bytes, offset, length, space, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("snappy cannot compress %d bytes".formatted(length), e);
    }
  }

  private byte[] zstd(byte[] bytes, int offset, int length) {
    ensure(Math.toIntExact(Zstd.compressBound(length)));
    return Arrays.copyOf(
        space, zstd.compressByteArray(space, 0, space.length, bytes, offset, length));
  }

  private void ensure(int size) {
    if (space.length < size) {
      space = new byte[size];
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}

package io.benchstream.publisher.remotewrite;

import io.benchstream.publisher.remotewrite.SnappyTemplate.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * A request in Snappy's block format while it grows: segments of templates, and between them what
 * is compressed as it comes. Hot path: nothing is allocated for a sample. Owned by one thread at a
 * time.
 *
 * <p>The format begins with the length of what it stands for, which is known last: room is left for
 * it. The elements of what was compressed by itself may stand anywhere, since they refer to each
 * other by distance.
 */
final class SnappyRequest {
  /** Room for the varint of a length. */
  private static final int HEAD = 5;

  /** The 8-byte stores of the last sample of a segment end within it, with this to spare. */
  private static final int SLACK = 8;

  private byte[] bytes = new byte[HEAD + SLACK];
  private int end = HEAD;
  private int plainLength;

  /** Bytes that it stands for. */
  int plainLength() {
    return plainLength;
  }

  void clear() {
    end = HEAD;
    plainLength = 0;
  }

  /** Appends a segment; see {@link SnappyTemplate#write}. */
  void append(SnappyTemplate template, Segment segment, long[] bits, long time) {
    ensure(segment.to() - segment.from() + SLACK);
    end = template.write(segment, bits, time, bytes, end);
    plainLength += segment.plainLength();
  }

  /** Appends bytes that it compresses. */
  void append(byte[] plain, int length) {
    int head = Varint.size(length);
    ensure(Snappy.maxCompressedLength(length) + SLACK);
    try {
      // Its own head goes in front of the place where the elements belong, which is restored.
      byte[] kept = Arrays.copyOfRange(bytes, end - head, end);
      int written = Snappy.compress(plain, 0, length, bytes, end - head);
      System.arraycopy(kept, 0, bytes, end - head, head);
      end += written - head;
    } catch (IOException e) {
      throw new UncheckedIOException("snappy cannot compress %d bytes".formatted(length), e);
    }
    plainLength += length;
  }

  /** The request, an array of its own. */
  byte[] toArray() {
    int from = HEAD - Varint.size(plainLength);
    Varint.put(bytes, from, plainLength);
    return Arrays.copyOfRange(bytes, from, end);
  }

  /** What it stands for. */
  byte[] plain() {
    byte[] request = toArray();
    byte[] plain = new byte[plainLength];
    try {
      Snappy.uncompress(request, 0, request.length, plain, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("a request of ours is not in Snappy's format", e);
    }
    return plain;
  }

  private void ensure(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
    }
  }
}

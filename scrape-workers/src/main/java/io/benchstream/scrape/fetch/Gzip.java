package io.benchstream.scrape.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses pages within a limit. */
final class Gzip {
  /** How far decompression came. */
  enum Result {
    DONE,
    /** The page is longer than the limit. */
    BEYOND_LIMIT,
    /** There is no memory for the page. */
    OUT_OF_MEMORY
  }

  private static final int INPUT_BUFFER = 8 << 10;
  private static final int STEP = 32 << 10;

  private Gzip() {}

  /**
   * Decompresses into a buffer that is empty.
   *
   * @throws IOException where the bytes are not gzip, or are cut off
   */
  static Result inflate(byte[] compressed, int length, long limit, PageBuffer into)
      throws IOException {
    try (GZIPInputStream stream =
        new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length), INPUT_BUFFER)) {
      while (true) {
        // One byte more than the limit, so as to see that there is more.
        int step = (int) Math.min(STEP, limit + 1 - into.length());
        if (!into.ensure(step)) {
          return Result.OUT_OF_MEMORY;
        }
        int read = stream.read(into.bytes(), into.length(), step);
        if (read < 0) {
          return Result.DONE;
        }
        into.advance(read);
        if (into.length() > limit) {
          return Result.BEYOND_LIMIT;
        }
      }
    }
  }
}

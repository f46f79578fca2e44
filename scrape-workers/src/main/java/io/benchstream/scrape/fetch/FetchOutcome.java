package io.benchstream.scrape.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the request for a page ended. */
public sealed interface FetchOutcome {
  /** The whole page. Its bytes live until the callback returns. */
  final class Success implements FetchOutcome {
    private final byte[] body;
    private final int length;
    private final @Nullable String contentType;

    Success(byte[] body, int length, @Nullable String contentType) {
      this.body = body;
      this.length = length;
      this.contentType = contentType;
    }

    /** The page from index 0 on; other bytes may follow behind its {@link #length}. */
    public byte[] body() {
      return body;
    }

    public int length() {
      return length;
    }

    /** The header of that name; null where there is none. */
    public @Nullable String contentType() {
      return contentType;
    }
  }

  /** There is no page. */
  sealed interface Failure extends FetchOutcome {
    /** What happened and what to do about it. */
    String reason();
  }

  /** The target answered with another status than 200. */
  record HttpFailure(int status, String reason) implements Failure {}

  /** The target cannot be reached, or the connection broke. */
  record ConnectionFailure(String reason) implements Failure {}

  /** The page was not there in time. */
  record Timeout(Duration after, String reason) implements Failure {}

  /** The page is larger than its limit, before or after decompression. */
  record TooLarge(String reason) implements Failure {}

  /** The answer is not HTTP, or its body cannot be decompressed. */
  record Malformed(String reason) implements Failure {}

  /** The address may not be scraped. */
  record Denied(String reason) implements Failure {}
}

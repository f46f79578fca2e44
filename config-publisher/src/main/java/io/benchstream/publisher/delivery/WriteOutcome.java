package io.benchstream.publisher.delivery;

import java.time.Duration;

/** What a store made of a request. */
public sealed interface WriteOutcome {
  /** It has the samples. */
  record Accepted() implements WriteOutcome {}

  /**
   * It will never take these bytes: there is something wrong with them, or with how they were sent.
   *
   * @param status of the answer
   * @param reason in the store's words
   */
  record Rejected(int status, String reason) implements WriteOutcome {}

  /**
   * It may take them later.
   *
   * @param reason in words
   * @param retryAfter when the store wants to be asked again; zero where it did not say
   * @param connectionLost whether there was no answer because the connection was refused or broke:
   *     the store may have been killed
   */
  record Failed(String reason, Duration retryAfter, boolean connectionLost)
      implements WriteOutcome {}

  /**
   * By the status: 2xx is accepted; 400, 409, 413, 415 and 422 blame the request; anything else,
   * 401, 403, 404 and 429 included, is worth another try as long as the samples are kept, since it
   * is the store or the configuration that has to change.
   */
  static WriteOutcome of(int status, Duration retryAfter, String body) {
    if (status >= 200 && status < 300) {
      return new Accepted();
    }
    String reason = "%d %s".formatted(status, body.strip());
    return switch (status) {
      case 400, 409, 413, 415, 422 -> new Rejected(status, reason);
      default -> new Failed(reason, retryAfter, false);
    };
  }
}

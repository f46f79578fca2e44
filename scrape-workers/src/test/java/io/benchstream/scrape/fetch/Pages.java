package io.benchstream.scrape.fetch;

/** Outcomes for tests. */
public final class Pages {
  private Pages() {}

  public static FetchOutcome.Success success(byte[] body, String contentType) {
    return new FetchOutcome.Success(body, body.length, contentType);
  }
}

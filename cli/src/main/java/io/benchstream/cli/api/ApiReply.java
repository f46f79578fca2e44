package io.benchstream.cli.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer that is no failure.
 *
 * @param status HTTP status, 200 to 299
 * @param body missing where the answer has none
 */
public record ApiReply(int status, JsonNode body) {
  private static final int CREATED = 201;

  /** Whether the call made something new. */
  public boolean created() {
    return status == CREATED;
  }
}

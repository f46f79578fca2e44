package io.benchstream.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A failed answer in words: a problem document (RFC 9457), or whatever stands in its place. */
final class ProblemText {
  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_BODY = 200;

  private ProblemText() {}

  static String of(String url, int status, String body) {
    JsonNode problem = document(body);
    String detail = problem.path("detail").asText();
    if (detail.isEmpty()) {
      String text = body.strip();
      return "%s answers %d%s; is that a Benchstream gateway? Name yours with --api"
          .formatted(
              url,
              status,
              text.isEmpty()
                  ? ""
                  : ": " + text.substring(0, Math.min(text.length(), LONGEST_BODY)));
    }
    String field = problem.path("field").asText();
    String words =
        field.isEmpty() || detail.contains(field) ? detail : "%s: %s".formatted(field, detail);
    String told = "%s (%d %s)".formatted(words, status, problem.path("title").asText());
    return status == UNAUTHORIZED
        ? told + ". Name a file that holds one with --token-file or " + ApiOptions.TOKEN_FILE
        : told;
  }

  private static JsonNode document(String body) {
    ObjectMapper json = new ObjectMapper();
    try {
      JsonNode document = json.readTree(body);
      return document == null ? json.missingNode() : document;
    } catch (JsonProcessingException e) {
      return json.missingNode();
    }
  }
}

package io.benchstream.cli.simulator.http;

import io.benchstream.cli.simulator.engine.CompletionRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.StringTokenizer;

/** Reads OpenAI's completion requests. A word counts as a token. */
final class RequestBody {
  private static final int DEFAULT_COMPLETION_TOKENS = 16;
  private static final int DEFAULT_CHAT_TOKENS = 100_000;

  private RequestBody() {}

  static CompletionRequest parse(JsonObject body, boolean chat) {
    int promptTokens;
    if (chat) {
      promptTokens = 0;
      JsonArray messages = body.getJsonArray("messages", new JsonArray());
      for (int i = 0; i < messages.size(); i++) {
        promptTokens += words(messages.getJsonObject(i).getString("content", ""));
      }
    } else if (body.getValue("prompt") instanceof JsonArray tokenIds) {
      promptTokens = tokenIds.size();
    } else {
      promptTokens = words(body.getString("prompt", ""));
    }
    int maxTokens =
        body.getInteger(
            body.containsKey("max_completion_tokens") ? "max_completion_tokens" : "max_tokens",
            chat ? DEFAULT_CHAT_TOKENS : DEFAULT_COMPLETION_TOKENS);
    return new CompletionRequest(promptTokens, maxTokens, body.getBoolean("stream", false));
  }

  private static int words(String text) {
    return new StringTokenizer(text).countTokens();
  }
}

package io.benchstream.cli.simulator.http;

import io.benchstream.cli.simulator.engine.Completion;
import io.benchstream.cli.simulator.engine.CompletionListener;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Turns what the engine tells into OpenAI's answers. */
final class OpenAiReply implements CompletionListener {
  private final HttpServerResponse response;
  private final String id;
  private final String model;
  private final boolean chat;
  private final boolean stream;
  private final long created;

  OpenAiReply(
      HttpServerResponse response,
      String id,
      String model,
      boolean chat,
      boolean stream,
      long createdSeconds) {
    this.response = response;
    this.id = id;
    this.model = model;
    this.chat = chat;
    this.stream = stream;
    this.created = createdSeconds;
  }

  @Override
  public void token(int number) {
    if (!response.headWritten()) {
      response.setChunked(true).putHeader("content-type", "text/event-stream");
    }
    event(new JsonObject().put("choices", choices("tok ", null)));
  }

  @Override
  public void completed(Completion completion) {
    if (response.closed()) {
      return;
    }
    JsonObject usage =
        new JsonObject()
            .put("prompt_tokens", completion.promptTokens())
            .put("completion_tokens", completion.generatedTokens())
            .put("total_tokens", completion.promptTokens() + completion.generatedTokens());
    String reason = completion.reason().label();
    if (stream) {
      token(completion.generatedTokens());
      event(new JsonObject().put("choices", choices("", reason)).put("usage", usage));
      response.end("data: [DONE]\n\n");
    } else {
      String text = "tok ".repeat(completion.generatedTokens()).stripTrailing();
      JsonObject body = new JsonObject().put("choices", choices(text, reason)).put("usage", usage);
      response.putHeader("content-type", "application/json").end(whole(body).toBuffer());
    }
  }

  private void event(JsonObject body) {
    if (!response.closed()) {
      response.write("data: " + whole(body).encode() + "\n\n");
    }
  }

  private JsonArray choices(String text, @Nullable String reason) {
    JsonObject choice = new JsonObject().put("index", 0);
    if (chat) {
      JsonObject message = new JsonObject().put("role", "assistant").put("content", text);
      choice.put(stream ? "delta" : "message", message);
    } else {
      choice.put("text", text);
    }
    return new JsonArray().add(choice.put("logprobs", null).put("finish_reason", reason));
  }

  private JsonObject whole(JsonObject body) {
    String object = chat ? "chat.completion" : "text_completion";
    return body.put("id", id)
        .put("object", chat && stream ? object + ".chunk" : object)
        .put("created", created)
        .put("model", model);
  }
}

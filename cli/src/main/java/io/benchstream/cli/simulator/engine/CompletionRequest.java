package io.benchstream.cli.simulator.engine;

/**
 * What a client asks for.
 *
 * @param promptTokens tokens of the prompt, 1 or more; 0 draws a number
 * @param maxTokens most tokens to generate, 1 or more
 * @param stream true wakes the engine for every token, so that the client gets each in its time
 */
public record CompletionRequest(int promptTokens, int maxTokens, boolean stream) {
  public CompletionRequest {
    if (promptTokens < 0) {
      throw new IllegalArgumentException("prompt of %d tokens".formatted(promptTokens));
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "max_tokens must be at least 1, got %d.".formatted(maxTokens));
    }
  }
}

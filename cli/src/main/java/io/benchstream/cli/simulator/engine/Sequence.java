package io.benchstream.cli.simulator.engine;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** One request in the engine. All times are nanoseconds of the engine's clock. */
final class Sequence {
  final long id;
  final long arrival;
  final boolean stream;
  final int promptTokens;
  final FinishReason reason;
  final CompletionListener listener;

  /** Time from leaving the queue to the first token, then from token to token. */
  private final long[] gaps;

  private long started;
  private long firstTokenAt;
  private long lastTokenAt;
  private long nextTokenAt;
  private long finishAt;
  private int generated;

  Sequence(
      long id,
      long arrival,
      CompletionRequest request,
      CompletionListener listener,
      EngineConfig config,
      RandomGenerator random) {
    this.id = id;
    this.arrival = arrival;
    this.stream = request.stream();
    this.listener = listener;
    int drawnPrompt = config.promptTokens().drawCount(random, config.maxModelLength() / 2);
    promptTokens = request.promptTokens() == 0 ? drawnPrompt : request.promptTokens();
    int limit = Math.min(request.maxTokens(), config.maxModelLength() - promptTokens);
    int wanted = config.outputTokens().drawCount(random, config.maxModelLength());
    reason = wanted > limit ? FinishReason.LENGTH : FinishReason.STOP;
    gaps = new long[Math.min(wanted, limit)];
    gaps[0] = nanos(config.prefillSeconds().draw(random) * config.slowdown());
    for (int i = 1; i < gaps.length; i++) {
      gaps[i] = nanos(config.interTokenSeconds().draw(random) * config.slowdown());
    }
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** Tokens that it will hold in the KV cache at its end. */
  int reservedTokens() {
    return promptTokens + gaps.length;
  }

  /** Tokens that it holds in the KV cache now, while it runs. */
  int heldTokens() {
    return promptTokens + generated;
  }

  void start(long now) {
    started = now;
    nextTokenAt = now + gaps[0];
    finishAt = now + LongStream.of(gaps).sum();
  }

  long nextTokenAt() {
    return nextTokenAt;
  }

  /** When somebody must be told something: the next token of a stream, else the last token. */
  long wakeAt() {
    return stream ? nextTokenAt : finishAt;
  }

  boolean done() {
    return generated == gaps.length;
  }

  /** Generates the token that is due and counts it. */
  void generate(VllmMetrics metrics) {
    long now = nextTokenAt;
    metrics.token();
    generated++;
    if (generated == 1) {
      firstTokenAt = now;
      metrics.prompt(promptTokens);
      metrics.timeToFirstToken.observe(seconds(arrival, now));
    } else {
      metrics.interTokenLatency.observe(seconds(lastTokenAt, now));
    }
    lastTokenAt = now;
    if (!done()) {
      nextTokenAt = now + gaps[generated];
    }
  }

  /** Counts the finished request. One token has no gap: vLLM then records 0 per token. */
  Completion finish(VllmMetrics metrics) {
    double decode = seconds(firstTokenAt, lastTokenAt);
    metrics.finished(reason);
    metrics.promptTokensOfRequest.observe(promptTokens);
    metrics.generationTokensOfRequest.observe(generated);
    metrics.requestTimePerOutputToken.observe(generated > 1 ? decode / (generated - 1) : 0);
    metrics.e2eLatency.observe(seconds(arrival, lastTokenAt));
    metrics.queueTime.observe(seconds(arrival, started));
    metrics.inferenceTime.observe(seconds(started, lastTokenAt));
    metrics.prefillTime.observe(seconds(started, firstTokenAt));
    metrics.decodeTime.observe(decode);
    return new Completion(
        reason,
        promptTokens,
        generated,
        seconds(arrival, firstTokenAt),
        seconds(arrival, lastTokenAt));
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}

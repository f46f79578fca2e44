package io.benchstream.cli.simulator.engine;

/**
 * What the simulated engine is like.
 *
 * @param modelName the label {@code model_name}
 * @param seed decides every draw: the n-th request draws the same whatever runs beside it
 * @param slowdown factor on every drawn time, 0.01 to 100; 1.1 is an engine 10 % slower
 * @param maxRunning requests that run at once, 1 to 4096
 * @param maxWaiting requests that may wait, 0 to 1,000,000; more are refused
 * @param kvCacheTokens size of the KV cache in tokens; a request waits until its tokens fit
 * @param maxModelLength most tokens of one request, prompt and output, 2 to 1,000,000
 * @param promptTokens prompt length where the request gives none
 * @param outputTokens tokens until the model stops by itself
 * @param prefillSeconds from leaving the queue to the first token
 * @param interTokenSeconds from one token to the next
 * @param metricNames old or current names
 */
public record EngineConfig(
    String modelName,
    long seed,
    double slowdown,
    int maxRunning,
    int maxWaiting,
    int kvCacheTokens,
    int maxModelLength,
    LogNormal promptTokens,
    LogNormal outputTokens,
    LogNormal prefillSeconds,
    LogNormal interTokenSeconds,
    MetricNames metricNames) {

  public static final String DEFAULT_MODEL = "simulated/llama-3-8b";

  public EngineConfig {
    if (modelName.isBlank()) {
      throw new IllegalArgumentException("model name is empty; give one, such as " + DEFAULT_MODEL);
    }
    if (!(slowdown >= 0.01 && slowdown <= 100)) {
      throw new IllegalArgumentException(
          "slowdown %s: it must be 0.01 to 100; 1.1 means 10 %% slower".formatted(slowdown));
    }
    check("max running", maxRunning, 1, 4096);
    check("max waiting", maxWaiting, 0, 1_000_000);
    check("max model length", maxModelLength, 2, 1_000_000);
    check("KV cache tokens", kvCacheTokens, maxModelLength, Integer.MAX_VALUE);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s %d: it must be %d to %d".formatted(what, value, least, most));
    }
  }

  /** A small engine: 16 requests at once, about 1.1 s each, so about 14 requests/s at most. */
  public static EngineConfig defaults() {
    return new EngineConfig(
        DEFAULT_MODEL,
        1,
        1.0,
        16,
        1000,
        16 * 256,
        2048,
        new LogNormal(128, 0.5),
        new LogNormal(60, 0.5),
        new LogNormal(0.12, 0.5),
        new LogNormal(0.014, 0.35),
        MetricNames.CURRENT);
  }

  public EngineConfig withSeed(long newSeed) {
    return copy(modelName, newSeed, slowdown, maxRunning, maxWaiting, kvCacheTokens, metricNames);
  }

  public EngineConfig withModelName(String newName) {
    return copy(newName, seed, slowdown, maxRunning, maxWaiting, kvCacheTokens, metricNames);
  }

  public EngineConfig withSlowdown(double newSlowdown) {
    return copy(modelName, seed, newSlowdown, maxRunning, maxWaiting, kvCacheTokens, metricNames);
  }

  /** Changes the slots, and the KV cache in step. */
  public EngineConfig withMaxRunning(int newMaxRunning) {
    int tokens = Math.clamp(256L * newMaxRunning, maxModelLength, Integer.MAX_VALUE);
    return copy(modelName, seed, slowdown, newMaxRunning, maxWaiting, tokens, metricNames);
  }

  public EngineConfig withMaxWaiting(int newMaxWaiting) {
    return copy(modelName, seed, slowdown, maxRunning, newMaxWaiting, kvCacheTokens, metricNames);
  }

  public EngineConfig withMetricNames(MetricNames newNames) {
    return copy(modelName, seed, slowdown, maxRunning, maxWaiting, kvCacheTokens, newNames);
  }

  private EngineConfig copy(
      String newName,
      long newSeed,
      double newSlowdown,
      int newMaxRunning,
      int newMaxWaiting,
      int newKvCacheTokens,
      MetricNames newMetricNames) {
    return new EngineConfig(
        newName,
        newSeed,
        newSlowdown,
        newMaxRunning,
        newMaxWaiting,
        newKvCacheTokens,
        maxModelLength,
        promptTokens,
        outputTokens,
        prefillSeconds,
        interTokenSeconds,
        newMetricNames);
  }
}

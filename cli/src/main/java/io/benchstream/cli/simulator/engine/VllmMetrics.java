package io.benchstream.cli.simulator.engine;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one engine. Names, help and buckets are those of vLLM 0.11's {@code
 * vllm/v1/metrics/loggers.py}.
 */
final class VllmMetrics {
  private static final double[] TTFT_BOUNDS = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40,
    80, 160, 640, 2560
  };
  private static final double[] TOKEN_BOUNDS = {
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
  };
  private static final double[] REQUEST_BOUNDS = {
    0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680
  };
  private static final double[] COUNT_BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000};

  final MetricNames names;
  final Histogram timeToFirstToken =
      new Histogram(
          "vllm:time_to_first_token_seconds",
          "Histogram of time to first token in seconds.",
          TTFT_BOUNDS);
  final Histogram interTokenLatency;
  final Histogram requestTimePerOutputToken =
      new Histogram(
          "vllm:request_time_per_output_token_seconds",
          "Histogram of time_per_output_token_seconds per request.",
          TOKEN_BOUNDS);
  final Histogram e2eLatency =
      new Histogram(
          "vllm:e2e_request_latency_seconds",
          "Histogram of e2e request latency in seconds.",
          REQUEST_BOUNDS);
  final Histogram queueTime =
      new Histogram(
          "vllm:request_queue_time_seconds",
          "Histogram of time spent in WAITING phase for request.",
          REQUEST_BOUNDS);
  final Histogram inferenceTime =
      new Histogram(
          "vllm:request_inference_time_seconds",
          "Histogram of time spent in RUNNING phase for request.",
          REQUEST_BOUNDS);
  final Histogram prefillTime =
      new Histogram(
          "vllm:request_prefill_time_seconds",
          "Histogram of time spent in PREFILL phase for request.",
          REQUEST_BOUNDS);
  final Histogram decodeTime =
      new Histogram(
          "vllm:request_decode_time_seconds",
          "Histogram of time spent in DECODE phase for request.",
          REQUEST_BOUNDS);
  final Histogram promptTokensOfRequest =
      new Histogram(
          "vllm:request_prompt_tokens", "Number of prefill tokens processed.", COUNT_BOUNDS);
  final Histogram generationTokensOfRequest =
      new Histogram(
          "vllm:request_generation_tokens", "Number of generation tokens processed.", COUNT_BOUNDS);

  private final Map<FinishReason, Long> finished = new EnumMap<>(FinishReason.class);
  private long promptTokens;
  private long generationTokens;

  VllmMetrics(MetricNames names) {
    this.names = names;
    interTokenLatency =
        new Histogram(
            names.interTokenLatency(),
            names == MetricNames.CURRENT
                ? "Histogram of inter-token latency in seconds."
                : "Histogram of time per output token in seconds.",
            TOKEN_BOUNDS);
    for (FinishReason reason : FinishReason.values()) {
      finished.put(reason, 0L);
    }
  }

  void prompt(int tokens) {
    promptTokens += tokens;
  }

  void token() {
    generationTokens++;
  }

  void finished(FinishReason reason) {
    finished.merge(reason, 1L, Long::sum);
  }

  long finishedCount(FinishReason reason) {
    return finished.getOrDefault(reason, 0L);
  }

  long promptTokens() {
    return promptTokens;
  }

  long generationTokens() {
    return generationTokens;
  }

  List<Histogram> histograms() {
    return List.of(
        promptTokensOfRequest,
        generationTokensOfRequest,
        timeToFirstToken,
        interTokenLatency,
        requestTimePerOutputToken,
        e2eLatency,
        queueTime,
        inferenceTime,
        prefillTime,
        decodeTime);
  }

  /** The counters by name; {@code vllm:request_success_total} without the aborted requests. */
  Map<String, Double> counters() {
    Map<String, Double> counters = new LinkedHashMap<>();
    long completed = finishedCount(FinishReason.STOP) + finishedCount(FinishReason.LENGTH);
    counters.put("vllm:request_success_total", (double) completed);
    counters.put("vllm:prompt_tokens_total", (double) promptTokens);
    counters.put("vllm:generation_tokens_total", (double) generationTokens);
    return counters;
  }
}

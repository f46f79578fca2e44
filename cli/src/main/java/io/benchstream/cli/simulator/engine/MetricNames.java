package io.benchstream.cli.simulator.engine;

/** The generation of vLLM whose metric names the page shows. */
public enum MetricNames {
  /** From 0.11 on: {@code vllm:inter_token_latency_seconds}, {@code vllm:kv_cache_usage_perc}. */
  CURRENT("vllm:inter_token_latency_seconds", "vllm:kv_cache_usage_perc"),
  /** Before: {@code vllm:time_per_output_token_seconds}, {@code vllm:gpu_cache_usage_perc}. */
  OLD("vllm:time_per_output_token_seconds", "vllm:gpu_cache_usage_perc");

  private final String interTokenLatency;
  private final String kvCacheUsage;

  MetricNames(String interTokenLatency, String kvCacheUsage) {
    this.interTokenLatency = interTokenLatency;
    this.kvCacheUsage = kvCacheUsage;
  }

  public String interTokenLatency() {
    return interTokenLatency;
  }

  public String kvCacheUsage() {
    return kvCacheUsage;
  }
}

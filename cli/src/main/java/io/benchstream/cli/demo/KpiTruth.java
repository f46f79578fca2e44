package io.benchstream.cli.demo;

import io.benchstream.cli.simulator.engine.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The simulator's truth in the words of the KPIs.
 *
 * @param span over the whole benchmark
 * @param windows over each of its windows, which are equally long: a gauge's average is that of the
 *     windows, so that windows with more scrapes weigh no more
 * @param length of the benchmark
 */
record KpiTruth(Truth span, List<Truth> windows, Duration length) {
  /** What a KPI is made of on the simulator's page. */
  private static final Map<String, String> COUNTERS =
      Map.of(
          "request_throughput", "vllm:request_success_total",
          "prompt_token_throughput", "vllm:prompt_tokens_total",
          "generation_token_throughput", "vllm:generation_tokens_total");

  private static final Map<String, String> HISTOGRAMS =
      Map.of(
          "ttft", "vllm:time_to_first_token_seconds",
          "itl", "vllm:inter_token_latency_seconds",
          "tpot", "vllm:request_time_per_output_token_seconds",
          "e2e_latency", "vllm:e2e_request_latency_seconds",
          "queue_time", "vllm:request_queue_time_seconds");

  private static final Map<String, String> GAUGES =
      Map.of(
          "requests_running", "vllm:num_requests_running",
          "queue_depth", "vllm:num_requests_waiting",
          "kv_cache_usage", "vllm:kv_cache_usage_perc");

  private static final Map<String, Double> QUANTILES = Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99);

  /** A window of the benchmark. */
  record Window(Instant start, Instant end) {}

  /** The true value; empty where the simulator knows none. */
  OptionalDouble value(String kpi, String stat) {
    String counter = COUNTERS.get(kpi);
    if (counter != null) {
      return OptionalDouble.of(span.increase(counter) / (length.toMillis() / 1e3));
    }
    String histogram = HISTOGRAMS.get(kpi);
    if (histogram != null) {
      Double quantile = QUANTILES.get(stat);
      return quantile == null ? span.mean(histogram) : span.quantile(histogram, quantile);
    }
    String gauge = GAUGES.get(kpi);
    return gauge == null ? OptionalDouble.empty() : gauge(gauge, stat);
  }

  private OptionalDouble gauge(String name, String stat) {
    return switch (stat) {
      case "min" -> OptionalDouble.of(span.gauge(name).min());
      case "max" -> OptionalDouble.of(span.gauge(name).max());
      case "last" -> OptionalDouble.of(span.gauge(name).last());
      case "avg" -> windows.stream().mapToDouble(window -> window.gauge(name).avg()).average();
      default -> OptionalDouble.empty();
    };
  }
}

package io.benchstream.cli.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Instant CREATED = Instant.ofEpochMilli(1_760_000_000_250L);

  private static String page(MetricNames names) {
    VllmMetrics metrics = new VllmMetrics(names);
    metrics.prompt(1_234_567);
    metrics.finished(FinishReason.STOP);
    metrics.timeToFirstToken.observe(0.25);
    metrics.timeToFirstToken.observe(0.26);
    return new MetricsPage("a\"b\\c", CREATED)
        .encode(metrics, Map.of(names.kvCacheUsage(), 0.125, "vllm:num_requests_running", 3.0));
  }

  @Test
  void isWhatPythonsClientWouldWrite() {
    String labels = "engine=\"0\",model_name=\"a\\\"b\\\\c\"";
    assertThat(page(MetricNames.CURRENT))
        .startsWith(
            """
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{%s} 3.0
            """
                .formatted(labels))
        .contains(
            """
            # HELP vllm:kv_cache_usage_perc KV-cache usage. 1 means 100 percent usage.
            # TYPE vllm:kv_cache_usage_perc gauge
            vllm:kv_cache_usage_perc{%s} 0.125
            # HELP vllm:prompt_tokens_total Number of prefill tokens processed.
            # TYPE vllm:prompt_tokens_total counter
            vllm:prompt_tokens_total{%s} 1.234567e+06
            # HELP vllm:prompt_tokens_created Number of prefill tokens processed.
            # TYPE vllm:prompt_tokens_created gauge
            vllm:prompt_tokens_created{%s} 1.76000000025e+09
            """
                .formatted(labels, labels, labels))
        .contains(
            "vllm:request_success_total{engine=\"0\",finished_reason=\"stop\",model_name=\"a\\\"b\\\\c\"} 1.0\n")
        .contains(
            """
            vllm:time_to_first_token_seconds_bucket{engine="0",le="0.1",model_name="a\\"b\\\\c"} 0.0
            vllm:time_to_first_token_seconds_bucket{engine="0",le="0.25",model_name="a\\"b\\\\c"} 1.0
            vllm:time_to_first_token_seconds_bucket{engine="0",le="0.5",model_name="a\\"b\\\\c"} 2.0
            """)
        .contains("vllm:time_to_first_token_seconds_bucket{engine=\"0\",le=\"+Inf\",")
        .contains(
            """
            vllm:time_to_first_token_seconds_count{%s} 2.0
            vllm:time_to_first_token_seconds_sum{%s} 0.51
            """
                .formatted(labels, labels))
        .endsWith("\n");
  }

  @Test
  void oldNamesReplaceTheCurrentOnes() {
    List<String> names =
        page(MetricNames.OLD)
            .lines()
            .filter(line -> line.startsWith("# TYPE"))
            .map(line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')))
            .toList();
    assertThat(names)
        .contains("vllm:time_per_output_token_seconds", "vllm:gpu_cache_usage_perc")
        .doesNotContain("vllm:inter_token_latency_seconds", "vllm:kv_cache_usage_perc")
        .doesNotHaveDuplicates();
  }
}

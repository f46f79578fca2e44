package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.load.PageSet;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pages of which a part feeds KPIs: the series of a vLLM server, and others up to the size asked
 * for. The counters begin anew with the first variant, so each target has a reset every ten
 * scrapes.
 */
final class KpiPages {
  private static final List<String> HISTOGRAMS =
      List.of(
          "vllm:time_to_first_token_seconds",
          "vllm:inter_token_latency_seconds",
          "vllm:request_time_per_output_token_seconds",
          "vllm:e2e_request_latency_seconds",
          "vllm:request_queue_time_seconds",
          "vllm:request_prefill_time_seconds",
          "vllm:request_decode_time_seconds",
          "vllm:request_prompt_tokens",
          "vllm:request_generation_tokens");
  private static final double[] BOUNDS = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
  };
  private static final List<String> COUNTERS =
      List.of(
          "vllm:prompt_tokens_total",
          "vllm:generation_tokens_total",
          "vllm:num_preemptions_total",
          "vllm:prefix_cache_queries_total",
          "vllm:prefix_cache_hits_total",
          "process_cpu_seconds_total");
  private static final List<String> GAUGES =
      List.of(
          "vllm:num_requests_running",
          "vllm:num_requests_waiting",
          "vllm:kv_cache_usage_perc",
          "process_resident_memory_bytes");
  private static final int VARIANTS = 10;

  private KpiPages() {}

  /** Series that feed KPIs on each page. */
  static int kpiSeries() {
    return HISTOGRAMS.size() * (BOUNDS.length + 3) + COUNTERS.size() + GAUGES.size() + 2;
  }

  static void write(Path directory, int series) throws IOException {
    int others = series - kpiSeries();
    if (others < 1) {
      throw new IllegalArgumentException(
          "series: %d is below %d, those that feed KPIs".formatted(series, kpiSeries() + 1));
    }
    new PageSet(others, VARIANTS, 0, PageSet.Shape.SERVICE, 1).write(directory);
    for (int variant = 0; variant < VARIANTS; variant++) {
      try (BufferedWriter page =
          Files.newBufferedWriter(directory.resolve(variant + ".txt"), StandardOpenOption.APPEND)) {
        write(page, variant);
      }
    }
  }

  private static void write(BufferedWriter page, int variant) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    String labels = "{engine=\"0\",model_name=\"bench/model\"";
    for (String name : HISTOGRAMS) {
      long count = random.nextLong(1_000);
      for (double bound : BOUNDS) {
        count += random.nextLong(50) * (variant + 1);
        line(page, name + "_bucket" + labels + ",le=\"" + bound + "\"}", (double) count);
      }
      line(page, name + "_bucket" + labels + ",le=\"+Inf\"}", (double) count);
      line(page, name + "_sum" + labels + "}", (double) count * random.nextDouble());
      line(page, name + "_count" + labels + "}", (double) count);
    }
    for (String reason : List.of("stop", "abort")) {
      String name = "vllm:request_success_total" + labels + ",finished_reason=\"" + reason + "\"}";
      line(page, name, random.nextInt(100) * (variant + 1.0));
    }
    for (String name : COUNTERS) {
      line(page, name + labels + "}", random.nextInt(10_000) * (variant + 1.0));
    }
    for (String name : GAUGES) {
      line(page, name + labels + "}", random.nextInt(100) + variant / 16.0);
    }
  }

  private static void line(BufferedWriter page, String series, double value) throws IOException {
    page.append(series).append(' ').append(Double.toString(value)).append('\n');
  }
}

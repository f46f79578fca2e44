package io.benchstream.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The series of a vLLM server that feed KPIs. The counters begin anew with the first variant, so
 * each target has a reset every ten scrapes.
 */
public final class VllmPage {
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
  private static final String LABELS = "{engine=\"0\",model_name=\"bench/model\"";

  /** How many there are. */
  public static final int SERIES =
      HISTOGRAMS.size() * (BOUNDS.length + 3) + COUNTERS.size() + GAUGES.size() + 2;

  private VllmPage() {}

  /** A series, in the syntax of the exposition format, and its value. */
  record Sample(String series, String value) {
    static Sample of(String series, double value) {
      return new Sample(series, Double.toString(value));
    }
  }

  /** The first of them: counters and gauges before histograms. */
  static List<Sample> samples(int variant, int most) {
    SplittableRandom random = new SplittableRandom(7);
    List<Sample> samples = new ArrayList<>();
    for (String reason : List.of("stop", "abort")) {
      String name = "vllm:request_success_total" + LABELS + ",finished_reason=\"" + reason + "\"}";
      samples.add(Sample.of(name, random.nextInt(100) * (variant + 1.0)));
    }
    for (String name : COUNTERS) {
      samples.add(Sample.of(name + LABELS + "}", random.nextInt(10_000) * (variant + 1.0)));
    }
    for (String name : GAUGES) {
      samples.add(Sample.of(name + LABELS + "}", random.nextInt(100) + variant / 16.0));
    }
    for (String name : HISTOGRAMS) {
      histogram(samples, name, variant, random);
    }
    return List.copyOf(samples.subList(0, Math.min(most, samples.size())));
  }

  private static void histogram(
      List<Sample> samples, String name, int variant, SplittableRandom random) {
    long count = random.nextLong(1_000);
    for (double bound : BOUNDS) {
      count += random.nextLong(50) * (variant + 1);
      samples.add(Sample.of(name + "_bucket" + LABELS + ",le=\"" + bound + "\"}", (double) count));
    }
    samples.add(Sample.of(name + "_bucket" + LABELS + ",le=\"+Inf\"}", (double) count));
    samples.add(Sample.of(name + "_sum" + LABELS + "}", (double) count * random.nextDouble()));
    samples.add(Sample.of(name + "_count" + LABELS + "}", (double) count));
  }
}

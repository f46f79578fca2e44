package io.benchstream.aggregator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A vLLM server's page, its counters growing at random. */
final class VllmPage {
  private static final double[] BOUNDS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
  private static final String[] HISTOGRAMS = {
    "time_to_first_token_seconds",
    "inter_token_latency_seconds",
    "request_time_per_output_token_seconds",
    "e2e_request_latency_seconds"
  };

  private final Random random;
  private final double[][] buckets = new double[HISTOGRAMS.length][BOUNDS.length + 1];
  private final double[] sums = new double[HISTOGRAMS.length];
  private double requests;
  private double aborted;
  private double tokens;

  /**
   * @param start where the counters begin
   */
  VllmPage(Random random, double start) {
    this.random = random;
    requests = start;
    tokens = 100 * start;
    for (double[] counts : buckets) {
      for (int bucket = 0; bucket < counts.length; bucket++) {
        counts[bucket] = Math.floor(start * (bucket + 1) / counts.length);
      }
    }
    java.util.Arrays.fill(sums, start / 8);
  }

  /** The process starts anew. */
  void restart() {
    requests = 0;
    aborted = 0;
    tokens = 0;
    for (double[] counts : buckets) {
      java.util.Arrays.fill(counts, 0);
    }
    java.util.Arrays.fill(sums, 0);
  }

  /** The page after some more requests. */
  String[] next() {
    int more = 1 + random.nextInt(20);
    requests += more;
    aborted += random.nextInt(2);
    tokens += more * (50 + random.nextInt(100));
    for (int histogram = 0; histogram < HISTOGRAMS.length; histogram++) {
      for (int i = 0; i < more; i++) {
        observe(histogram, random.nextInt(3_000) / 1024.0);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("vllm:request_success_total{engine=\"0\",finished_reason=\"stop\"} " + requests);
    lines.add("vllm:request_success_total{engine=\"0\",finished_reason=\"abort\"} " + aborted);
    lines.add("vllm:generation_tokens_total{engine=\"0\"} " + tokens);
    lines.add("vllm:num_requests_waiting{engine=\"0\"} " + random.nextInt(40));
    lines.add("vllm:kv_cache_usage_perc{engine=\"0\"} " + random.nextInt(1024) / 1024.0);
    for (int histogram = 0; histogram < HISTOGRAMS.length; histogram++) {
      String name = "vllm:" + HISTOGRAMS[histogram];
      for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
        String le = bucket == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[bucket]);
        lines.add(name + "_bucket{engine=\"0\",le=\"" + le + "\"} " + buckets[histogram][bucket]);
      }
      lines.add(name + "_sum{engine=\"0\"} " + sums[histogram]);
      lines.add(name + "_count{engine=\"0\"} " + buckets[histogram][BOUNDS.length]);
    }
    return lines.toArray(String[]::new);
  }

  private void observe(int histogram, double value) {
    sums[histogram] += value;
    for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
      if (bucket == BOUNDS.length || value <= BOUNDS[bucket]) {
        buckets[histogram][bucket]++;
      }
    }
  }
}

package io.benchstream.cli.demo;

import java.util.List;

/** The KPIs that the demo demands: without one of them it fails. */
final class DemoKpis {
  /** Of the job, on the simulated vLLM server, whose truth is known. */
  static final List<String> OF_JOB =
      List.of(
          "request_throughput",
          "prompt_token_throughput",
          "generation_token_throughput",
          "ttft",
          "itl",
          "tpot",
          "e2e_latency",
          "queue_time",
          "requests_running",
          "queue_depth",
          "kv_cache_usage");

  /** Of the targets of this kind on the cluster: this machine. */
  static final String MACHINE = "node";

  static final List<String> OF_MACHINE =
      List.of("node_cpu_usage", "node_memory_usage", "node_load");

  private DemoKpis() {}
}

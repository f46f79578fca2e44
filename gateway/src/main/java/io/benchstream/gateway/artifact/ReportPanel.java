package io.benchstream.gateway.artifact;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which KPIs share a chart, under which heading, and in which order. */
record ReportPanel(Section section, String title, List<String> kpis) {
  /** Headings, in the order of the report. */
  enum Section {
    THROUGHPUT("Throughput"),
    LATENCY("Latency"),
    CACHE("KV cache and queue"),
    GPU("GPU"),
    OTHER("Everything else");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private static final List<ReportPanel> KNOWN =
      List.of(
          new ReportPanel(
              Section.THROUGHPUT,
              "Requests",
              List.of("request_throughput", "request_abort_rate", "preemption_rate")),
          new ReportPanel(
              Section.THROUGHPUT,
              "Tokens",
              List.of("generation_token_throughput", "prompt_token_throughput")),
          panel(Section.LATENCY, "Time to first token", "ttft"),
          panel(Section.LATENCY, "Inter-token latency", "itl"),
          panel(Section.LATENCY, "Time per output token", "tpot"),
          panel(Section.LATENCY, "End-to-end latency", "e2e_latency"),
          panel(Section.LATENCY, "Time in the queue", "queue_time"),
          panel(Section.CACHE, "KV cache in use", "kv_cache_usage"),
          new ReportPanel(
              Section.CACHE, "Requests in the engine", List.of("requests_running", "queue_depth")),
          panel(Section.CACHE, "Prefix cache hits", "prefix_cache_hit_ratio"),
          panel(Section.GPU, "GPU use", "gpu_usage"),
          new ReportPanel(Section.GPU, "GPU memory", List.of("gpu_memory_used", "gpu_memory_free")),
          panel(Section.GPU, "GPU power", "gpu_power"),
          panel(Section.GPU, "GPU temperature", "gpu_temperature"));

  private static final Map<String, Integer> PLACES =
      IntStream.range(0, KNOWN.size())
          .boxed()
          .flatMap(place -> KNOWN.get(place).kpis().stream().map(kpi -> Map.entry(kpi, place)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private static ReportPanel panel(Section section, String title, String kpi) {
    return new ReportPanel(section, title, List.of(kpi));
  }

  /** The panel of a KPI; one of its own where it is not among those that share one. */
  static ReportPanel of(String kpi, String unit) {
    Integer place = PLACES.get(kpi);
    return place == null ? panel(section(kpi, unit), words(kpi), kpi) : KNOWN.get(place);
  }

  /** Where the panel stands among those of its section. */
  int rank() {
    int place = KNOWN.indexOf(this);
    return place < 0 ? KNOWN.size() : place;
  }

  private static Section section(String kpi, String unit) {
    if (kpi.contains("gpu")) {
      return Section.GPU;
    }
    if (unit.equals("seconds")) {
      return Section.LATENCY;
    }
    return unit.equals("requests/s") || unit.equals("tokens/s")
        ? Section.THROUGHPUT
        : Section.OTHER;
  }

  private static String words(String kpi) {
    String words = kpi.replace('_', ' ');
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}

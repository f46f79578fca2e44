package io.benchstream.cli.simulator.engine;

import java.time.Instant;
import java.util.Map;

/**
 * Writes the page as vLLM's does: Python's prometheus_client, text format 0.0.4, labels sorted,
 * {@code _created} series included.
 */
final class MetricsPage {
  private static final String ENGINE = "engine=\"0\"";

  private final String modelName;
  private final String labels;
  private final double createdSeconds;

  MetricsPage(String modelName, Instant createdAt) {
    String escaped = modelName.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    this.modelName = "model_name=\"%s\"".formatted(escaped);
    this.labels = ENGINE + "," + this.modelName;
    this.createdSeconds = createdAt.toEpochMilli() / 1e3;
  }

  String encode(VllmMetrics metrics, Map<String, Double> gauges) {
    StringBuilder out = new StringBuilder(32_768);
    gauge(
        out, gauges, "vllm:num_requests_running", "Number of requests in model execution batches.");
    gauge(out, gauges, "vllm:num_requests_waiting", "Number of requests waiting to be processed.");
    gauge(
        out,
        gauges,
        metrics.names.kvCacheUsage(),
        metrics.names == MetricNames.CURRENT
            ? "KV-cache usage. 1 means 100 percent usage."
            : "GPU KV-cache usage. 1 means 100 percent usage.");
    counter(
        out, "vllm:prompt_tokens", "Number of prefill tokens processed.", metrics.promptTokens());
    counter(
        out,
        "vllm:generation_tokens",
        "Number of generation tokens processed.",
        metrics.generationTokens());
    requestSuccess(out, metrics);
    for (Histogram histogram : metrics.histograms()) {
      histogram(out, histogram);
    }
    return out.toString();
  }

  private void gauge(StringBuilder out, Map<String, Double> gauges, String name, String help) {
    head(out, name, help, "gauge");
    line(out, name, labels, gauges.getOrDefault(name, 0.0));
  }

  private void counter(StringBuilder out, String name, String help, long value) {
    head(out, name + "_total", help, "counter");
    line(out, name + "_total", labels, (double) value);
    created(out, name, help, labels);
  }

  private void requestSuccess(StringBuilder out, VllmMetrics metrics) {
    String name = "vllm:request_success";
    String help = "Count of successfully processed requests.";
    head(out, name + "_total", help, "counter");
    for (FinishReason reason : FinishReason.values()) {
      line(out, name + "_total", withReason(reason), (double) metrics.finishedCount(reason));
    }
    head(out, name + "_created", help, "gauge");
    for (FinishReason reason : FinishReason.values()) {
      line(out, name + "_created", withReason(reason), createdSeconds);
    }
  }

  private String withReason(FinishReason reason) {
    return between("finished_reason", reason.label());
  }

  /** A further label; by the alphabet each of them stands between engine and model name. */
  private String between(String name, String value) {
    return "%s,%s=\"%s\",%s".formatted(ENGINE, name, value, modelName);
  }

  private void histogram(StringBuilder out, Histogram histogram) {
    head(out, histogram.name(), histogram.help(), "histogram");
    long cumulative = 0;
    for (int i = 0; i < histogram.buckets(); i++) {
      cumulative += histogram.count(i);
      String bucket = between("le", PythonFloat.format(histogram.bound(i)));
      line(out, histogram.name() + "_bucket", bucket, (double) cumulative);
    }
    line(out, histogram.name() + "_count", labels, (double) cumulative);
    line(out, histogram.name() + "_sum", labels, histogram.sum());
    created(out, histogram.name(), histogram.help(), labels);
  }

  private void created(StringBuilder out, String name, String help, String labelText) {
    head(out, name + "_created", help, "gauge");
    line(out, name + "_created", labelText, createdSeconds);
  }

  private static void head(StringBuilder out, String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, String labelText, double value) {
    out.append(name).append('{').append(labelText).append("} ");
    out.append(PythonFloat.format(value)).append('\n');
  }
}

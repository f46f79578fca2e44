package io.benchstream.benchmarks.peer;

import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Prometheus in agent mode: scrapes all targets and writes to the sink. */
final class PrometheusAgent implements Subject {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /** up, scrape_duration_seconds and the like, which it appends to each scrape. */
  private static final int OWN_SAMPLES = 5;

  private final ServerProcess process;
  private final URI base;

  private PrometheusAgent(ServerProcess process, URI base) {
    this.process = process;
    this.base = base;
  }

  static PrometheusAgent start(TestBed bed) throws IOException {
    Path directory = bed.directory("prometheus");
    Path config =
        ScrapeConfigFile.write(
            directory.resolve("prometheus.yml"),
            bed,
            "remote_write:\n- url: %s\n".formatted(bed.server().sink()));
    int port = Port.any().resolve("Prometheus");
    URI base = URI.create("http://%s:%d/".formatted(Port.HOST, port));
    List<String> command =
        List.of(
            bed.binary(Tool.PROMETHEUS).toString(),
            "--enable-feature=agent",
            "--config.file=" + config,
            "--storage.agent.path=" + directory.resolve("wal"),
            "--web.listen-address=%s:%d".formatted(Port.HOST, port),
            "--log.level=warn");
    return new PrometheusAgent(
        ServerProcess.start(
            new ServerProcess.Plan(
                "Prometheus",
                directory,
                "prometheus.log",
                command,
                base.resolve("-/ready"),
                START_TIMEOUT)),
        base);
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public URI metrics() {
    return base.resolve("metrics");
  }

  @Override
  public double samples(MetricsPage page) {
    return page.sum("prometheus_agent_samples_appended_total")
        - OWN_SAMPLES * page.sum("prometheus_target_interval_length_seconds_count");
  }

  /** Those that it tried to send, without those that failed; they are counted as tried, too. */
  @Override
  public double sentShare(MetricsPage before, MetricsPage after) {
    String metric = "prometheus_remote_storage_samples_";
    double tried = after.grown(before, metric + "total");
    double failed = after.grown(before, metric + "failed_total");
    return (tried - failed) / after.grown(before, metric + "in_total");
  }

  @Override
  public void close() {
    process.close();
  }
}

package io.benchstream.discovery.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.benchstream.discovery.http.HttpPages;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.relabel.labels.LabelSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we make of a configuration is what Prometheus' own promtool makes of it. */
class PromtoolIT {
  private static final Path PROMTOOL = Binaries.of(System.err::println).find(Tool.PROMTOOL);

  private static final String CONFIG =
      """
      global: {scrape_interval: 20s}
      scrape_configs:
        - job_name: plain
          static_configs:
            - targets: [a:9100, b, '[2001:db8::1]:9100', '[2001:db8::2]', 10.0.0.1]
              labels: {rack: 01, empty: ''}
        - job_name: secure
          scheme: https
          scrape_interval: 1m30s
          scrape_timeout: 250ms
          metrics_path: /probe
          params: {module: [http_2xx, other], target: [x]}
          static_configs:
            - targets: [web, web:8443]
              labels: {job: renamed, instance: mine, __param_target: y}
        - job_name: relabeled
          honor_labels: true
          static_configs:
            - targets: [n1:9100, n2:9100, n3:9100, n4:9100, bad/path, 'x:1']
              labels: {__meta_zone: eu, tier: Gold, drop: 'no'}
            - targets: [n5:9100]
              labels: {drop: 'yes'}
          relabel_configs:
            - {source_labels: [drop], regex: 'yes', action: drop}
            - {source_labels: [__address__], regex: '(n\\d).*', target_label: host}
            - {source_labels: [__address__], modulus: 8, target_label: __tmp_shard, action: hashmod}
            - {source_labels: [__tmp_shard], target_label: shard}
            - {action: labelmap, regex: __meta_(.+)}
            - {source_labels: [tier], target_label: tier, action: lowercase}
            - {regex: drop, action: labeldrop}
            - {source_labels: [host], regex: n3, target_label: __metrics_path__, replacement: /m}
            - {source_labels: [host], regex: n2, target_label: __scrape_interval__, replacement: 5m}
            - {source_labels: [host], regex: n4, target_label: __scrape_timeout__, replacement: 1h}
            - {source_labels: [__address__], regex: 'x:1', target_label: __address__, replacement: ''}
            - {target_label: static, replacement: 1.10}
        - job_name: keep-none
          static_configs: [{targets: [a:1, b:1]}]
          relabel_configs: [{source_labels: [__address__], regex: 'c.*', action: keep}]
        - job_name: files
          file_sd_configs: [{files: ['DIR/sd-*.json', DIR/more.yml]}]
          relabel_configs:
            - {source_labels: [__meta_filepath], regex: '.*/(.*)', target_label: file}
        - job_name: http
          http_sd_configs: [{url: 'URL'}]
      """;

  @TempDir private Path directory;

  @Test
  void everyJobHasTheTargetsThatPromtoolFinds() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/sd",
        exchange -> {
          byte[] body =
              "[{\"targets\":[\"h:1\",\"i:2\"],\"labels\":{\"via\":\"http\"}}]".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (HttpPages pages = new HttpPages()) {
      Files.writeString(
          directory.resolve("sd-1.json"), "[{\"targets\":[\"f1:1\"],\"labels\":{\"a\":\"b\"}}]");
      Files.writeString(
          directory.resolve("sd-2.json"), "[{\"targets\":[\"f2\"]},{\"targets\":[]}]");
      Files.writeString(directory.resolve("more.yml"), "- targets: [f3:9]\n  labels: {v: 1.10}\n");
      Path config =
          Files.writeString(
              directory.resolve("prometheus.yml"),
              CONFIG
                  .replace("DIR", directory.toString())
                  .replace(
                      "URL", "http://127.0.0.1:%d/sd".formatted(server.getAddress().getPort())));
      TargetCheck check =
          new TargetCheck(
              new ScrapeFileReader(false),
              pages,
              (discovery, changed) -> {
                throw new IllegalStateException("no Kubernetes here");
              });
      TargetCheck.Result result = check.check(config, Optional.empty());

      assertThat(result.problems()).isEmpty();
      assertThat(result.jobs()).hasSize(6);
      for (TargetCheck.Job job : result.jobs()) {
        assertThat(ours(job)).as(job.name()).isEqualTo(promtool(config, job.name()));
      }
    } finally {
      server.stop(0);
    }
  }

  private static Set<List<Map<String, String>>> ours(TargetCheck.Job job) {
    Set<List<Map<String, String>>> targets = new HashSet<>();
    for (PopulatedTarget target : job.targets()) {
      targets.add(List.of(map(target.discovered()), map(target.labels())));
    }
    return targets;
  }

  private static Map<String, String> map(LabelSet labels) {
    return labels.toMap();
  }

  private static Set<List<Map<String, String>>> promtool(Path config, String job) throws Exception {
    Path output = Files.createTempFile(config.getParent(), "promtool", ".json");
    Path errors = Files.createTempFile(config.getParent(), "promtool", ".log");
    Process process =
        new ProcessBuilder(
                PROMTOOL.toString(),
                "check",
                "service-discovery",
                "--timeout=2s",
                config.toString(),
                job)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    Set<List<Map<String, String>>> targets = new HashSet<>();
    for (JsonNode target : new ObjectMapper().readTree(Files.readString(output))) {
      targets.add(List.of(labels(target.path("discoveredLabels")), labels(target.path("labels"))));
    }
    return targets;
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new HashMap<>();
    node.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }
}

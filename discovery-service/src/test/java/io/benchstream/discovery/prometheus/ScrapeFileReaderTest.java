package io.benchstream.discovery.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeFileReaderTest {
  @TempDir private Path directory;

  private ScrapeFile read(String yaml) throws Exception {
    return new ScrapeFileReader(true)
        .read(Files.writeString(directory.resolve("prometheus.yml"), yaml));
  }

  @Test
  void readsWhatAPrometheusHas() throws Exception {
    ScrapeFile file =
        read(
            """
            global:
              scrape_interval: 30s
              external_labels: {region: eu}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: node
                scrape_interval: 5s
                params: {'collect[]': [cpu, meminfo]}
                body_size_limit: 10MB
                sample_limit: 5000
                basic_auth: {username: u, password_file: secret}
                tls_config: {ca_file: /etc/ca.pem, insecure_skip_verify: true}
                static_configs:
                  - targets: [a:9100, b:9100]
                    labels: {rack: 01}
                relabel_configs:
                  - source_labels: [__address__]
                    regex: '(.*):\\d+'
                    target_label: host
                metric_relabel_configs:
                  - {action: labeldrop, regex: tmp_.*}
              - job_name: files
                file_sd_configs: [{files: ['sd/*.json'], refresh_interval: 1m}]
            """);

    assertThat(file.problems()).isEmpty();
    ScrapeJob node = file.jobs().getFirst();
    assertThat(node.scrapeInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(node.scrapeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(node.limits().getBodySizeLimit()).isEqualTo(10 * 1024 * 1024);
    assertThat(node.http().getBasicAuth().getPassword().getFile())
        .isEqualTo(directory.resolve("secret").toString());
    assertThat(node.discoveries())
        .containsExactly(
            new Discovery.Static(
                List.of(
                    Map.of("rack", "01", "__address__", "a:9100"),
                    Map.of("rack", "01", "__address__", "b:9100"))));
    assertThat(node.metricRelabeling().getFirst().getAction()).isEqualTo("labeldrop");
    ScrapeJob files = file.jobs().getLast();
    assertThat(files.scrapeInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(files.scrapeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(files.discoveries())
        .containsExactly(new Discovery.Files(List.of(directory.resolve("sd/*.json").toString())));
  }

  @Test
  void anchorsAndMergesAreResolved() throws Exception {
    ScrapeFile file =
        read(
            """
            scrape_configs:
              - &usual
                job_name: a
                scheme: https
                static_configs: [{targets: [a:1]}]
              - <<: *usual
                job_name: b
            """);

    assertThat(file.jobs()).extracting(ScrapeJob::name).containsExactly("a", "b");
    assertThat(file.jobs().getLast().scheme()).isEqualTo("https");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bearer_token: x | bearer_token: stands in the configuration itself; put it into a file and name it in bearer_token_file",
        "basic_auth: {username: u, password: p} | basic_auth.password: stands in the configuration itself",
        "consul_sd_configs: [{server: c}] | consul_sd_configs: is not supported here; let it write a file",
        "relabel_config: [] | relabel_config: is not known here",
        "relabel_configs: [{action: replace, regex: '('}] | relabel_configs[0].regex",
        "scrape_timeout: 2h | scrape_timeout: 7200000 ms is longer than the scrape_interval",
        "file_sd_configs: [{files: [a.txt]}] | file_sd_configs[0].files: 'a.txt' does not end in .json",
        "http_sd_configs: [{url: nowhere}] | http_sd_configs[0].url: 'nowhere' is no http or https address",
        "kubernetes_sd_configs: [{role: pot}] | kubernetes_sd_configs[0].role: 'pot' is not one of",
      })
  void aJobThatCannotBeUsedIsLeftOutAndToldAndTakesNoneAlong(String line, String problem)
      throws Exception {
    ScrapeFile file =
        read(
            """
            scrape_configs:
              - job_name: bad
                %s
              - job_name: good
                static_configs: [{targets: [a:1]}]
            """
                .formatted(line));

    assertThat(file.jobs()).extracting(ScrapeJob::name).containsExactly("good");
    assertThat(file.problems()).singleElement().asString().contains("job 'bad'", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "scrape_configs: [{job_name: a}, {job_name: a}] | 'a' is another job's name, too",
        "scrape_configs: [{}] | scrape_configs[0].job_name: is missing",
        "scrape_configs: [ | is not valid YAML",
        "global: {scrape_interval: soon} | global.scrape_interval: 'soon' is not a duration",
      })
  void aFileThatCannotBeUsedAtAllIsRefused(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ScrapeConfigException.class)
        .hasMessageContaining(problem);
  }
}

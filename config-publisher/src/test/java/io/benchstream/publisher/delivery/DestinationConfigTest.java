package io.benchstream.publisher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationConfigTest {
  @Test
  void nameAndUrlAreEnough() {
    DestinationConfig config = parse("name: local\nurl: http://127.0.0.1:8428/api/v1/write");

    assertThat(config)
        .isEqualTo(DestinationConfig.of("local", URI.create("http://127.0.0.1:8428/api/v1/write")));
    assertThat(config.samples()).isTrue();
    assertThat(config.kpis()).isEqualTo(KpiChoice.FINAL);
    assertThat(config.protocol()).isEqualTo(Protocol.VICTORIAMETRICS);
    assertThat(config.batchBytes()).isEqualTo(4 << 20);
  }

  @Test
  void everythingCanBeSet() {
    DestinationConfig config =
        parse(
            """
            name: central
            url: https://store.example/api/v1/push
            protocol: prometheus
            samples: false
            kpis: all
            match: ['{job="vllm"}', up]
            external_labels: {dc: west}
            write_relabel_configs:
            - {action: labeldrop, regex: pod}
            http:
              basic_auth: {username: u, password_file: /p}
              headers: {X-Scope-OrgID: t}
              tls_config: {ca_file: /ca, server_name: s}
            batch_bytes: 100000
            batch_interval: 1s
            timeout: 5s
            min_backoff: 100ms
            max_backoff: 5s
            replay: 1m
            parallelism: 2
            label_cache_bytes: 1000
            """);

    assertThat(config.protocol()).isEqualTo(Protocol.PROMETHEUS);
    assertThat(config.kpis()).isEqualTo(KpiChoice.ALL);
    assertThat(config.samples()).isFalse();
    assertThat(config.match()).hasSize(2);
    assertThat(config.writeRules().rules()).hasSize(1);
    assertThat(config.http().basicAuth()).isEqualTo(new HttpSettings.BasicAuth("u", Path.of("/p")));
    assertThat(config.batchInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.parallelism()).isEqualTo(2);
    assertThat(config.replay()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: 'a b'|a b",
        "url: ftp://x/|url",
        "url: nowhere|api/v1/write",
        "url: http://u:p@x/|credentials",
        "batch_bytes: 10|batch_bytes: 10",
        "parallelism: 65|parallelism: 65",
        "min_backoff: 2m|max_backoff",
        "timeout: 0s|timeout",
        "replay: 2h|replay",
        "kpis: some|final",
        "http: {basic_auth: {username: u}}|password_file",
        "http: {authorization: {type: X}}|credentials_file",
        "http: {tls_config: {cert_file: /c}}|key_file",
        "nonsense: 1|nonsense"
      })
  void anErrorNamesWhatIsWrong(String line, String words) {
    String base = line.startsWith("name") ? "" : "name: n\n";
    base += line.startsWith("url") ? "" : "url: http://x/w\n";
    String yaml = base + line;
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  private static DestinationConfig parse(String yaml) {
    return new ConfigLoader().parse("test.yml", yaml, DestinationConfig.class);
  }
}

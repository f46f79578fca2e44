package io.benchstream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AggregatorConfigTest {
  private static final String KAFKA =
      """
      kafka:
        bootstrap_servers: localhost:9092
        registry_url: http://localhost:8081/apis/registry/v3
      """;

  private static AggregatorConfig load(String more) {
    return new ConfigLoader().parse("aggregator.yaml", KAFKA + more, AggregatorConfig.class);
  }

  @Test
  void hasUsualValues() {
    AggregatorConfig config = load("");

    assertThat(config.window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.grace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.provisionalInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.stateDir()).isEqualTo(Path.of("data", "aggregator"));
    assertThat(config.recipes()).isNull();
  }

  @Test
  void provisionalValuesCanBeTurnedOff() {
    assertThat(load("provisional_interval: 0s\n").provisionalInterval()).isZero();
  }

  @Test
  void sayWhatIsOutOfRange() {
    assertThatThrownBy(() -> load("window: 2h\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("window: 2h is outside 1s to 1h");
    assertThatThrownBy(() -> load("window: 1s\ngrace: 11s\n"))
        .hasMessageContaining("grace: 11s is more than 10 windows of 1s");
    assertThatThrownBy(() -> load("window: 1500ms\n")).hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> load("threads: 0\n")).hasMessageContaining("0 is outside 1 to 64");
    assertThatThrownBy(() -> load("instance_id: a b\n")).hasMessageContaining("instance_id");
    assertThatThrownBy(() -> load("windows: 1s\n")).hasMessageContaining("unknown key");
  }
}

package io.benchstream.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTextTest {
  @Test
  void readsEveryForm() {
    Endpoint whole =
        EndpointText.parse("vllm=https://[::1]:8000/m/x?a=1&a=2&b", Duration.ofSeconds(1));
    assertThat(whole.getKind()).isEqualTo("vllm");
    assertThat(whole.getScheme()).isEqualTo("https");
    assertThat(whole.getAddress()).isEqualTo("[::1]:8000");
    assertThat(whole.getPath()).isEqualTo("/m/x");
    assertThat(whole.getParams()).isEqualTo(Map.of("a", List.of("1", "2"), "b", List.of("")));
    assertThat(whole.getSettings().getScrapeIntervalMs()).isEqualTo(1000);
    assertThat(whole.getSettings().getScrapeTimeoutMs()).isEqualTo(1000);

    Endpoint short1 = EndpointText.parse("node-1:9100", null);
    assertThat(short1.getAddress()).isEqualTo("node-1:9100");
    assertThat(short1.getScheme()).isEqualTo("http");
    assertThat(short1.getPath()).isEqualTo("/metrics");
    assertThat(short1.getSettings()).isNull();
  }

  @Test
  void refusesWhatHasNoPort() {
    for (String wrong :
        new String[] {"", "host", "http://host/metrics", "ftp://host:1", "a b=h:1"}) {
      assertThatThrownBy(() -> EndpointText.parse(wrong, null))
          .as(wrong)
          .hasMessageContaining("write [KIND=][http[s]://]HOST:PORT");
    }
  }
}

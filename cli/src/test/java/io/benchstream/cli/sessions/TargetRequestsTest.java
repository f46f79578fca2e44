package io.benchstream.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetRequestsTest {
  @Test
  void addressesThatAreScrapedAlikeShareAConfiguration() {
    assertThat(
            new TargetRequests("serve-1", null, "1s", Map.of("tier", "a"))
                .bodies(
                    List.of("vllm=h1:8000", "vllm=h2:8000", "vllm=h1:8001/m?x=1&x=2", "h3:9100")))
        .extracting(Object::toString)
        .containsExactly(
            """
            {"job_id":"serve-1","target_type":"vllm","scrape_config":{"job_name":"vllm-serve-1",\
            "scheme":"http","metrics_path":"/metrics","targets":["h1:8000","h2:8000"],\
            "scrape_interval":"1s","labels":{"tier":"a"}}}""",
            """
            {"job_id":"serve-1","target_type":"vllm","scrape_config":{"job_name":"vllm-serve-1-2",\
            "scheme":"http","metrics_path":"/m","targets":["h1:8001"],"scrape_interval":"1s",\
            "params":{"x":["1","2"]},"labels":{"tier":"a"}}}""",
            """
            {"job_id":"serve-1","target_type":"static","scrape_config":{"job_name":"static-serve-1",\
            "scheme":"http","metrics_path":"/metrics","targets":["h3:9100"],\
            "scrape_interval":"1s","labels":{"tier":"a"}}}""");
  }

  @Test
  void withoutAddressesTheJobIsOneOfEvents() {
    assertThat(new TargetRequests("train-7", "lab", null, Map.of()).bodies(List.of()))
        .extracting(Object::toString)
        .containsExactly("{\"job_id\":\"train-7\",\"cluster\":\"lab\"}");
  }

  @Test
  void whatIsNoAddressIsTold() {
    assertThatThrownBy(
            () -> new TargetRequests("j", null, null, Map.of()).bodies(List.of("no port")))
        .hasMessageContaining("'no port'")
        .hasMessageContaining("vllm=10.0.0.7:8000");
  }
}

package io.benchstream.discovery.connector;

import static io.benchstream.discovery.Events.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.runtime.network.NetworkRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermittedSourceTest {
  @Test
  void oneAddressThatIsNotToBeScrapedCostsTheOthersNothing() throws Exception {
    Sighting cluster = Sighting.cluster("static", Map.of(), List.of(), Map.of("a", "b"));
    Sighting job =
        Sighting.job(
            "j",
            "static",
            Map.of("l", "v"),
            List.of(endpoint("h:1"), endpoint("169.254.169.254:80"), endpoint("10.0.0.1:1")));
    Source source = () -> new Snapshot(List.of(cluster, job), false, List.of("before"));

    Snapshot snapshot = new PermittedSource(source, NetworkRules.DEFAULT).read();

    assertThat(snapshot.resources())
        .containsExactly(
            cluster,
            Sighting.job(
                "j", "static", Map.of("l", "v"), List.of(endpoint("h:1"), endpoint("10.0.0.1:1"))));
    assertThat(snapshot.complete()).isFalse();
    assertThat(snapshot.problems())
        .hasSize(2)
        .contains("before")
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("169.254.169.254:80 is left out", "link-local", "networks.allow"));
  }
}

package io.benchstream.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.AggregatorConfig;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.gateway.GatewayConfig;
import io.benchstream.publisher.PublisherConfig;
import io.benchstream.scrape.ScrapeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path DOC = CHECKOUT.resolve("docs/configuration.md");

  @Test
  void theReferenceOfTheConfigurationIsThatOfTheCode() throws IOException {
    Map<String, Class<?>> services = new LinkedHashMap<>();
    services.put("discovery-service", DiscoveryConfig.class);
    services.put("scrape-workers", ScrapeConfig.class);
    services.put("aggregator-streams", AggregatorConfig.class);
    services.put("config-publisher", PublisherConfig.class);
    services.put("gateway", GatewayConfig.class);

    String reference = new ConfigurationReference(CHECKOUT).of(services);

    if (Boolean.getBoolean("benchstream.docs.write")) {
      Files.writeString(DOC, reference);
    }
    assertThat(DOC)
        .as(
            "made anew by ./mvnw -pl cli -am test -Dtest=ConfigurationDocTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dbenchstream.docs.write=true")
        .content()
        .isEqualTo(reference)
        .doesNotContain("|  |\n"); // a key that says nothing of itself
  }
}

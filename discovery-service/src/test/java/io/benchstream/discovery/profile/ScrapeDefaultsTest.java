package io.benchstream.discovery.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Collector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScrapeDefaultsTest {
  @Test
  void hasTheUsualValues() {
    assertThat(new ScrapeDefaults(null, null, null))
        .isEqualTo(
            new ScrapeDefaults(Duration.ofSeconds(15), Duration.ofSeconds(10), Collector.WORKERS));
  }

  @Test
  void aShorterIntervalShortensTheTimeout() {
    ScrapeDefaults usual = new ScrapeDefaults(null, null, null);

    assertThat(usual.with(Duration.ofSeconds(2), null).scrapeTimeout())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(usual.with(Duration.ofMinutes(1), Duration.ofSeconds(30)).scrapeTimeout())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new ScrapeDefaults(Duration.ofMillis(99), null, null))
        .hasMessageContainingAll("scrape_interval", "99 ms");
    assertThatThrownBy(() -> new ScrapeDefaults(Duration.ofSeconds(1), Duration.ofSeconds(2), null))
        .hasMessageContainingAll("scrape_timeout", "2000 ms", "1000 ms");
    assertThatThrownBy(() -> new ScrapeDefaults(null, null, Collector.UNKNOWN))
        .hasMessageContaining("collector");
  }
}

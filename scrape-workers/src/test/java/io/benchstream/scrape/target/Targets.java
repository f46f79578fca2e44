package io.benchstream.scrape.target;

import io.benchstream.scrape.series.SeriesRules;
import java.time.Duration;

/** Targets for tests. */
public final class Targets {
  private Targets() {}

  public static ScrapeTarget at(
      String address,
      String requestTarget,
      HttpSettings http,
      Duration timeout,
      long bodyLimit,
      SeriesRules rules) {
    return at(false, address, requestTarget, http, timeout, bodyLimit, rules);
  }

  /** Over TLS where it is said. */
  public static ScrapeTarget at(
      boolean tls,
      String address,
      String requestTarget,
      HttpSettings http,
      Duration timeout,
      long bodyLimit,
      SeriesRules rules) {
    return new ScrapeTarget(
        "00000000000000000000000000000001",
        "cluster",
        null,
        Endpoint.of(tls, address, requestTarget).orElseThrow(),
        http,
        Duration.ofSeconds(1),
        timeout,
        bodyLimit,
        rules);
  }
}

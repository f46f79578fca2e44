package io.benchstream.cli.simulator.http;

import java.net.URI;

/**
 * A load on a server.
 *
 * @param url of the server, without path
 * @param requestsPerSecond arrivals of a Poisson process, above 0; 0 keeps {@code concurrency}
 *     requests under way instead
 * @param concurrency requests under way at most, 1 to 100,000
 * @param maxTokens limit given with each request, 1 or more
 * @param seed decides arrivals and prompt lengths
 */
public record LoadConfig(
    URI url, double requestsPerSecond, int concurrency, int maxTokens, long seed) {
  public LoadConfig {
    if (url.getHost() == null || !"http".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "'%s': the server's address must look like http://127.0.0.1:8000".formatted(url));
    }
    if (!(requestsPerSecond >= 0 && requestsPerSecond <= 100_000)) {
      throw new IllegalArgumentException(
          "rate %s: it must be 0 to 100000 requests/s".formatted(requestsPerSecond));
    }
    if (concurrency < 1 || concurrency > 100_000) {
      throw new IllegalArgumentException(
          "concurrency %d: it must be 1 to 100000".formatted(concurrency));
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "max tokens %d: it must be 1 or more".formatted(maxTokens));
    }
  }
}

package io.benchstream.scrape.fetch;

import io.benchstream.runtime.network.NetworkRules;
import java.time.Duration;

/**
 * Bounds of fetching that hold for all targets.
 *
 * @param networks which addresses may be scraped
 * @param maxRedirects redirects followed for one page, 0 or more
 * @param idleConnection how long an unused connection is kept open
 * @param largePageMemory bytes that all pages above 1 MiB may take together while they arrive
 * @param userAgent the header of that name
 */
public record FetchSettings(
    NetworkRules networks,
    int maxRedirects,
    Duration idleConnection,
    long largePageMemory,
    String userAgent) {
  public static final FetchSettings DEFAULT =
      new FetchSettings(NetworkRules.DEFAULT, 10, Duration.ofMinutes(2), 256L << 20, "Benchstream");

  public FetchSettings {
    if (maxRedirects < 0) {
      throw new IllegalArgumentException("max_redirects: %d is below 0".formatted(maxRedirects));
    }
    if (largePageMemory < 0) {
      throw new IllegalArgumentException(
          "large_page_memory: %d is below 0".formatted(largePageMemory));
    }
  }
}

package io.benchstream.publisher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The vmagent that is configured.
 *
 * @param directory where its configuration is written; vmagent is started with {@code
 *     -promscrape.config=<directory>/prometheus.yml}
 * @param url its address, to reload it and to ask whether it did; null where it looks for changes
 *     by itself ({@code -promscrape.configCheckInterval})
 * @param batchInterval how long changes gather; default 200 ms, at most 500 ms
 * @param confirmTimeout how long a reload may take; default 5 s
 */
public record VmagentConfig(
    Path directory, @Nullable URI url, Duration batchInterval, Duration confirmTimeout) {
  private static final Duration LONGEST_BATCH = Duration.ofMillis(500);

  public VmagentConfig(
      @Nullable Path directory,
      @Nullable URI url,
      @Nullable Duration batchInterval,
      @Nullable Duration confirmTimeout) {
    if (directory == null) {
      throw new IllegalArgumentException("directory is missing; give one that vmagent can read");
    }
    if (url != null && url.getHost() == null) {
      throw new IllegalArgumentException(
          "url: '%s' is not vmagent's address, for example http://127.0.0.1:8429".formatted(url));
    }
    this.directory = directory;
    this.url = url;
    this.batchInterval = batchInterval == null ? Duration.ofMillis(200) : batchInterval;
    if (this.batchInterval.isNegative() || this.batchInterval.compareTo(LONGEST_BATCH) > 0) {
      throw new IllegalArgumentException(
          "batch_interval: %s is outside 0 to 500ms".formatted(this.batchInterval));
    }
    this.confirmTimeout = confirmTimeout == null ? Duration.ofSeconds(5) : confirmTimeout;
    if (this.confirmTimeout.isNegative() || this.confirmTimeout.isZero()) {
      throw new IllegalArgumentException(
          "confirm_timeout: %s is not above zero".formatted(this.confirmTimeout));
    }
  }
}

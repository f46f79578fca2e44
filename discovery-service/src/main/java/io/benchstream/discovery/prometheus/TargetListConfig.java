package io.benchstream.discovery.prometheus;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of targets, in the form of file_sd and http_sd.
 *
 * @param files in JSON or YAML; the last name of each may hold a {@code *}
 * @param urls that answer such a list
 * @param job the job of targets whose group has no label {@code job}; the connector's name where it
 *     is left out
 * @param scrapeInterval 15 s where it is left out
 * @param scrapeTimeout 10 s, or the interval where that is shorter
 * @param refreshInterval between two requests to a url; 1 min where it is left out
 */
public record TargetListConfig(
    List<Path> files,
    List<URI> urls,
    @Nullable String job,
    Duration scrapeInterval,
    @Nullable Duration scrapeTimeout,
    Duration refreshInterval) {
  public TargetListConfig(
      @Nullable List<Path> files,
      @Nullable List<URI> urls,
      @Nullable String job,
      @Nullable Duration scrapeInterval,
      @Nullable Duration scrapeTimeout,
      @Nullable Duration refreshInterval) {
    this.files = files == null ? List.of() : List.copyOf(files);
    this.urls = urls == null ? List.of() : List.copyOf(urls);
    if (this.files.isEmpty() && this.urls.isEmpty()) {
      throw new IllegalArgumentException("static: give files, urls or both");
    }
    this.job = job;
    this.scrapeInterval = scrapeInterval == null ? Duration.ofSeconds(15) : scrapeInterval;
    this.scrapeTimeout = scrapeTimeout;
    this.refreshInterval = refreshInterval == null ? Duration.ofMinutes(1) : refreshInterval;
  }

  /** The scrape job that these lists are. */
  ScrapeFile scrapeFile(String connector) {
    Duration usual = Duration.ofSeconds(10);
    Duration timeout =
        scrapeTimeout != null
            ? scrapeTimeout
            : usual.compareTo(scrapeInterval) < 0 ? usual : scrapeInterval;
    return ScrapeFile.of(job == null ? connector : job, scrapeInterval, timeout, this);
  }
}

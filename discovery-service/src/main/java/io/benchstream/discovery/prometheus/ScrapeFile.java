package io.benchstream.discovery.prometheus;

import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.ScrapeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration file as far as it is about scraping.
 *
 * @param jobs those that can be used
 * @param problems those that cannot, each with place and reason
 * @param files it was read from: itself and its {@code scrape_config_files}
 */
public record ScrapeFile(List<ScrapeJob> jobs, List<String> problems, Set<Path> files) {
  public ScrapeFile {
    jobs = List.copyOf(jobs);
    problems = List.copyOf(problems);
    files = Set.copyOf(files);
  }

  /** One job with lists of targets and nothing else. */
  static ScrapeFile of(String job, Duration interval, Duration timeout, TargetListConfig lists) {
    HttpClientConfig http = HttpClientConfig.newBuilder().build();
    List<Discovery> discoveries = new ArrayList<>();
    if (!lists.files().isEmpty()) {
      discoveries.add(
          new Discovery.Files(
              lists.files().stream().map(file -> file.toAbsolutePath().toString()).toList()));
    }
    lists
        .urls()
        .forEach(url -> discoveries.add(new Discovery.Http(url, http, lists.refreshInterval())));
    return new ScrapeFile(
        List.of(
            new ScrapeJob(
                job,
                interval,
                timeout,
                "/metrics",
                "http",
                Map.of(),
                false,
                true,
                ScrapeLimits.newBuilder().build(),
                0,
                RelabelRules.none(),
                List.of(),
                http,
                discoveries)),
        List.of(),
        Set.of());
  }
}

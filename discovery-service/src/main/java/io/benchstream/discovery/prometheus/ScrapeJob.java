package io.benchstream.discovery.prometheus;

import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One {@code scrape_config}.
 *
 * @param name its {@code job_name}
 * @param targetLimit 0 for none
 * @param relabeling of its targets
 * @param metricRelabeling of its series
 */
public record ScrapeJob(
    String name,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    String metricsPath,
    String scheme,
    Map<String, List<String>> params,
    boolean honorLabels,
    boolean honorTimestamps,
    ScrapeLimits limits,
    long targetLimit,
    RelabelRules relabeling,
    List<RelabelConfig> metricRelabeling,
    HttpClientConfig http,
    List<Discovery> discoveries) {
  public ScrapeJob {
    params = Map.copyOf(params);
    metricRelabeling = List.copyOf(metricRelabeling);
    discoveries = List.copyOf(discoveries);
  }
}

package io.benchstream.discovery.prometheus;

import io.benchstream.relabel.labels.LabelSet;

/**
 * What a job makes of one target.
 *
 * @param discovered labels before relabeling
 * @param labels after it, those with {@code __} that a scrape needs among them; empty where it is
 *     dropped
 * @param error why it cannot be scraped; empty where nothing is wrong
 */
public record PopulatedTarget(LabelSet discovered, LabelSet labels, String error) {
  /** True where it is to be scraped. */
  public boolean kept() {
    return !labels.isEmpty();
  }
}

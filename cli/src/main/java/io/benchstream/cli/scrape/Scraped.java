package io.benchstream.cli.scrape;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.ScrapeOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker makes of one scrape.
 *
 * @param reason why it failed, or what was left out; empty where there is nothing to say
 * @param targetLabels labels that every series gets
 * @param samplesScraped samples on the page
 * @param linesSkipped lines that could not be read
 * @param relabeledAway samples that metric relabeling drops
 * @param duplicates samples of a series that stands on the page before
 * @param samples what would be published
 */
record Scraped(
    ScrapeOutcome outcome,
    String reason,
    double seconds,
    LabelSet targetLabels,
    int samplesScraped,
    int linesSkipped,
    int relabeledAway,
    int duplicates,
    List<Sample> samples) {
  /**
   * One sample.
   *
   * @param series name and labels, without the target's; a label of the target's that stands here
   *     has another value, or none
   * @param timestampMillis null: that of the scrape
   */
  record Sample(String series, double value, @Nullable Long timestampMillis) {}

  static Scraped failed(
      ScrapeOutcome outcome, String reason, double seconds, LabelSet targetLabels, int scraped) {
    return new Scraped(outcome, reason, seconds, targetLabels, scraped, 0, 0, 0, List.of());
  }
}

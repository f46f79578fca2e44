package io.benchstream.scrape.series;

import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.scrape.exposition.ParseProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a page. */
public sealed interface PageOutcome {
  /**
   * Samples read from the page before it was accepted or refused.
   *
   * @return the synthetic series {@code scrape_samples_scraped}
   */
  int samplesScraped();

  /**
   * The page was read. The values are in the {@link PageReader} until it reads the next page.
   *
   * @param series the series of the values, without the target's labels; where a line has a label
   *     of the target's, its value holds, and an empty value means that the series has no such
   *     label. The same instance as long as nothing changes
   * @param samplesScraped samples on the page
   * @param duplicates samples left out because their series stands on the page before
   * @param relabeledAway samples that metric relabeling has dropped
   * @param seriesAdded series that the last page did not have
   * @param ended series of the scrape before that have no sample at this scrape's time
   * @param timed whether any sample has a time of its own
   * @param linesSkipped lines that could not be read
   * @param firstSkipped why the first of them could not
   */
  record Samples(
      SeriesSet series,
      int samplesScraped,
      int duplicates,
      int relabeledAway,
      int seriesAdded,
      List<String> ended,
      boolean timed,
      int linesSkipped,
      @Nullable ParseProblem firstSkipped)
      implements PageOutcome {
    /** The synthetic series {@code scrape_samples_post_metric_relabeling}. */
    public int samplesPostRelabeling() {
      return samplesScraped - relabeledAway;
    }
  }

  /**
   * The page could not be read.
   *
   * @param problem the first line that could not be read
   */
  record Malformed(String reason, int samplesScraped, ParseProblem problem)
      implements PageOutcome {}

  /** The page was refused because of a limit. */
  record LimitExceeded(String reason, int samplesScraped) implements PageOutcome {}
}

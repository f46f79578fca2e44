package io.benchstream.publisher.scrapes;

import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.Label;
import io.benchstream.schemas.samples.Series;
import io.benchstream.schemas.samples.SeriesParser;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.schemas.samples.SyntheticSeries;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the series of scrapes: their own labels and those common to the scrape. Done once for
 * each new series and not for each sample. Not thread-safe.
 */
final class SeriesEncoder {
  /** Series that may be gone between two that stay. */
  private static final int LOOK_AHEAD = 16;

  private final SeriesLabels labels;
  private final LabelBuilder builder = new LabelBuilder();
  private long unreadable;

  SeriesEncoder(SeriesLabels labels) {
    this.labels = labels;
  }

  /** Lines so far that were no series; such a line is left out. */
  long unreadable() {
    return unreadable;
  }

  /**
   * Encodes the series of a page. Pages keep their order, and most series stay from one scrape to
   * the next: those are taken over as they are.
   *
   * @param last series that were encoded under the same common labels; null for none
   * @param lastBlock what they were encoded as
   */
  SeriesBlock encode(
      SeriesSet series,
      Map<String, String> common,
      @Nullable SeriesSet last,
      SeriesBlock lastBlock) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    int next = 0;
    for (int i = 0; i < series.size(); i++) {
      int same = last == null ? -1 : find(series, i, last, next);
      next = same < 0 ? next : same + 1;
      if (same < 0 || lastBlock.omitted(same)) {
        add(series.series(i), common, block);
      } else {
        block.add(lastBlock, same);
      }
    }
    return block.build();
  }

  private static int find(SeriesSet series, int index, SeriesSet last, int from) {
    int until = Math.min(last.size(), from + LOOK_AHEAD);
    for (int i = from; i < until; i++) {
      if (series.sameSeries(index, last, i)) {
        return i;
      }
    }
    return -1;
  }

  SeriesBlock encode(Iterable<String> lines, Map<String, String> common) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    for (String line : lines) {
      add(line, common, block);
    }
    return block.build();
  }

  /** The synthetic series, in the order of {@link SyntheticSeries#ALL}. */
  SeriesBlock encodeSynthetic(Map<String, String> common) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    for (SyntheticSeries series : SyntheticSeries.ALL) {
      builder.reset();
      common.forEach(builder::set);
      builder.set(LabelSet.METRIC_NAME, series.metric());
      add(builder.toLabelSet(), block);
    }
    return block.build();
  }

  private void add(String line, Map<String, String> common, SeriesBlock.Builder block) {
    Optional<Series> series = SeriesParser.parse(line);
    if (series.isEmpty()) {
      unreadable++;
      block.omit();
      return;
    }
    builder.reset();
    common.forEach(builder::set);
    for (Label label : series.get().labels()) {
      builder.set(label.name(), label.value());
    }
    builder.set(LabelSet.METRIC_NAME, series.get().metric());
    add(builder.toLabelSet(), block);
  }

  private void add(LabelSet scraped, SeriesBlock.Builder block) {
    Optional<LabelSet> written = labels.of(scraped);
    if (written.isPresent()) {
      block.add(written.get());
    } else {
      block.omit();
    }
  }
}

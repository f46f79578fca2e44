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

/**
 * Encodes the series of scrapes: their own labels and those common to the scrape. Done once for
 * each new series and not for each sample. Not thread-safe.
 */
final class SeriesEncoder {
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

  SeriesBlock encode(SeriesSet series, Map<String, String> common) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    for (int i = 0; i < series.size(); i++) {
      add(series.series(i), common, block);
    }
    return block.build();
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

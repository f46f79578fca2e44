package io.benchstream.publisher.scrapes;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelOutcome;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a destination makes of the labels of a series. Done once for each series. */
@FunctionalInterface
public interface SeriesLabels {
  /** The labels to write; empty where the series is not written at all. */
  Optional<LabelSet> of(LabelSet scraped);

  /**
   * The filter, then the external labels, which give way to labels that are there, then the rules,
   * as in Prometheus. A series that the rules leave without a metric name is not written.
   *
   * @param filter null for all
   */
  static SeriesLabels of(
      @Nullable SeriesSelector filter, Map<String, String> external, RelabelRules rules) {
    if (filter == null && external.isEmpty() && rules.isEmpty()) {
      return Optional::of;
    }
    Map<String, String> labels = Map.copyOf(external);
    return scraped ->
        filter == null || filter.matches(scraped)
            ? change(scraped, labels, rules)
            : Optional.empty();
  }

  private static Optional<LabelSet> change(
      LabelSet scraped, Map<String, String> external, RelabelRules rules) {
    LabelBuilder builder = new LabelBuilder().reset(scraped);
    external.forEach(
        (name, value) -> {
          if (scraped.get(name).isEmpty()) {
            builder.set(name, value);
          }
        });
    if (rules.apply(builder) != RelabelOutcome.KEPT) {
      return Optional.empty();
    }
    LabelSet written = builder.toLabelSet().withoutMetaLabels();
    return written.get(LabelSet.METRIC_NAME).isEmpty() ? Optional.empty() : Optional.of(written);
  }
}

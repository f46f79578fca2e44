package io.benchstream.scrape.series;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.scrape.exposition.Format;

/**
 * What a target's series depend on besides its page.
 *
 * @param targetLabels labels that every series of the target gets
 * @param honorLabels true: a label of the page wins over the target's of the same name; false: it
 *     becomes {@code exported_<name>}
 * @param honorTimestamps false: the times on the page are ignored
 * @param limits limits of one scrape
 * @param relabeling the metric relabeling
 * @param textMode what becomes of a bad line in the text format
 */
public record SeriesRules(
    LabelSet targetLabels,
    boolean honorLabels,
    boolean honorTimestamps,
    SeriesLimits limits,
    RelabelRules relabeling,
    Format.Mode textMode) {
  /** No labels, no limits, no relabeling. */
  public static final SeriesRules NONE =
      new SeriesRules(
          LabelSet.empty(),
          false,
          true,
          SeriesLimits.NONE,
          RelabelRules.none(),
          Format.Mode.LENIENT);

  /**
   * Whether the same page becomes the same series. The limit of samples says only whether it is
   * taken; rules are compared by what they say, since each may be compiled more than once.
   */
  public boolean sameSeries(SeriesRules other) {
    return targetLabels.equals(other.targetLabels)
        && honorLabels == other.honorLabels
        && honorTimestamps == other.honorTimestamps
        && limits.withoutSamples().equals(other.limits.withoutSamples())
        && relabeling.rules().equals(other.relabeling.rules())
        && textMode == other.textMode;
  }
}

package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.LabelSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of rules did to one label set, rule by rule.
 *
 * @param result null where a rule, the last of the steps, did not keep the set
 */
public record RelabelTrace(LabelSet input, List<RelabelStep> steps, @Nullable LabelSet result) {
  public RelabelTrace {
    steps = List.copyOf(steps);
  }
}

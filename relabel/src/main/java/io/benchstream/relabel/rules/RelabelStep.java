package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * What one rule did to one label set.
 *
 * @param index the rule's place in its list, from 0
 * @param applies whether the rule's {@code if} holds, true where it has none
 * @param source the joined values of the source labels, empty where the rule has none
 * @param after null where the rule did not keep the set
 */
public record RelabelStep(
    int index,
    RelabelRule rule,
    boolean applies,
    String source,
    RelabelOutcome outcome,
    LabelSet before,
    @Nullable LabelSet after) {

  /** Whether the rule kept the set and left every label as it was. */
  public boolean isUnchanged() {
    return after != null && after.equals(before);
  }
}

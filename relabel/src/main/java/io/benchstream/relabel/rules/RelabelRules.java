package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of rules ready to be applied in its order. Immutable, for any number of threads. Labels
 * that begin with {@code __} are left alone: {@link LabelSet#withoutMetaLabels} drops them.
 */
public final class RelabelRules {
  private static final RelabelRules NONE = new RelabelRules(List.of());

  private final List<RelabelRule> rules;
  private final CompiledRule[] compiled;

  private RelabelRules(List<RelabelRule> rules) {
    this.rules = List.copyOf(rules);
    this.compiled = rules.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
  }

  public static RelabelRules of(List<RelabelRule> rules) {
    return rules.isEmpty() ? NONE : new RelabelRules(rules);
  }

  /** No rules: every label set stays as it is. */
  public static RelabelRules none() {
    return NONE;
  }

  public List<RelabelRule> rules() {
    return rules;
  }

  public boolean isEmpty() {
    return compiled.length == 0;
  }

  /**
   * Applies the rules to the labels in {@code labels}, in place. After any outcome but {@link
   * RelabelOutcome#KEPT} what is in there has no meaning.
   */
  public RelabelOutcome apply(LabelBuilder labels) {
    for (CompiledRule rule : compiled) {
      RelabelOutcome outcome = rule.apply(labels);
      if (outcome != RelabelOutcome.KEPT) {
        return outcome;
      }
    }
    return RelabelOutcome.KEPT;
  }

  /** The label set that the rules make of {@code labels}, or null where it is not kept. */
  public @Nullable LabelSet apply(LabelSet labels) {
    if (isEmpty()) {
      return labels;
    }
    LabelBuilder builder = new LabelBuilder().reset(labels);
    return apply(builder) == RelabelOutcome.KEPT ? builder.toLabelSet() : null;
  }

  /**
   * As {@link #apply(LabelSet)}, telling what each rule did, up to the one that dropped the set.
   */
  public RelabelTrace trace(LabelSet labels) {
    LabelBuilder builder = new LabelBuilder().reset(labels);
    List<RelabelStep> steps = new ArrayList<>();
    LabelSet before = labels;
    for (int i = 0; i < compiled.length; i++) {
      boolean applies = compiled[i].isFor(builder);
      String source = compiled[i].source(builder);
      RelabelOutcome outcome = compiled[i].apply(builder);
      LabelSet after = outcome == RelabelOutcome.KEPT ? builder.toLabelSet() : null;
      steps.add(new RelabelStep(i, rules.get(i), applies, source, outcome, before, after));
      if (after == null) {
        return new RelabelTrace(labels, steps, null);
      }
      before = after;
    }
    return new RelabelTrace(labels, steps, before);
  }
}

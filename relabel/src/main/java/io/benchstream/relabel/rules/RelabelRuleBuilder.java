package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule in the making: the fields that are not set have Prometheus' defaults. */
public final class RelabelRuleBuilder {
  private final RelabelAction action;
  private List<String> sourceLabels = List.of();
  private String separator = RelabelRule.DEFAULT_SEPARATOR;
  private String regex = RelabelRule.DEFAULT_REGEX;
  private long modulus;
  private String targetLabel = "";
  private String replacement = RelabelRule.DEFAULT_REPLACEMENT;
  private @Nullable SeriesSelector condition;
  private NameValidation names = NameValidation.LEGACY;

  RelabelRuleBuilder(RelabelAction action) {
    this.action = action;
  }

  public RelabelRuleBuilder sourceLabels(String... labels) {
    this.sourceLabels = List.of(labels);
    return this;
  }

  public RelabelRuleBuilder separator(String text) {
    this.separator = text;
    return this;
  }

  public RelabelRuleBuilder regex(String expression) {
    this.regex = expression;
    return this;
  }

  public RelabelRuleBuilder modulus(long divisor) {
    this.modulus = divisor;
    return this;
  }

  public RelabelRuleBuilder targetLabel(String label) {
    this.targetLabel = label;
    return this;
  }

  public RelabelRuleBuilder replacement(String template) {
    this.replacement = template;
    return this;
  }

  public RelabelRuleBuilder condition(@Nullable SeriesSelector selector) {
    this.condition = selector;
    return this;
  }

  public RelabelRuleBuilder names(NameValidation validation) {
    this.names = validation;
    return this;
  }

  /**
   * The rule with these fields.
   *
   * @throws RelabelException where Prometheus would refuse the rule
   */
  public RelabelRule build() {
    return new RelabelRule(
        sourceLabels,
        separator,
        regex,
        modulus,
        targetLabel,
        replacement,
        action,
        condition,
        names);
  }
}

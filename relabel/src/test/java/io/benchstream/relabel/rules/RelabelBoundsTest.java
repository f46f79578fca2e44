package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Rules that would take all memory there is: 60 doublings are 10^18 times what came in. */
class RelabelBoundsTest {
  private static RelabelOutcome applySixtyTimes(RelabelRuleBuilder rule, LabelSet labels) {
    RelabelRules rules = RelabelRules.of(Collections.nCopies(60, rule.build()));
    RelabelOutcome outcome = rules.apply(new LabelBuilder().reset(labels));
    assertThat(rules.apply(labels)).isNull();
    assertThat(rules.trace(labels).result()).isNull();
    return outcome;
  }

  @Test
  void aValueThatDoubles() {
    RelabelRuleBuilder rule =
        RelabelRule.builder(RelabelAction.REPLACE)
            .sourceLabels("a")
            .targetLabel("a")
            .replacement("$1$1");

    assertThat(applySixtyTimes(rule, LabelSet.of("a", "x"))).isEqualTo(RelabelOutcome.TOO_LARGE);
  }

  @Test
  void aSourceThatDoubles() {
    RelabelRuleBuilder rule =
        RelabelRule.builder(RelabelAction.UPPERCASE).sourceLabels("a", "a").targetLabel("a");

    assertThat(applySixtyTimes(rule, LabelSet.of("a", "x"))).isEqualTo(RelabelOutcome.TOO_LARGE);
  }

  @Test
  void aNumberOfLabelsThatDoubles() {
    RelabelRuleBuilder rule =
        RelabelRule.builder(RelabelAction.LABELMAP).regex("(.*)").replacement("a_$1");

    // Each rule adds a name; the names grow by two characters a rule and their number by one.
    RelabelRules rules = RelabelRules.of(Collections.nCopies(3_000, rule.build()));

    assertThat(rules.apply(new LabelBuilder().reset(LabelSet.of("x", "1"))))
        .isEqualTo(RelabelOutcome.TOO_LARGE);
  }

  @Test
  void occurrencesThatMultiply() {
    RelabelRuleBuilder rule =
        RelabelRule.builder(RelabelAction.REPLACE_ALL)
            .sourceLabels("a")
            .targetLabel("a")
            .regex("x")
            .replacement("xxxxxxxx");

    assertThat(applySixtyTimes(rule, LabelSet.of("a", "x"))).isEqualTo(RelabelOutcome.TOO_LARGE);
  }

  @Test
  void aNameThatDoubles() {
    RelabelRuleBuilder rule =
        RelabelRule.builder(RelabelAction.LABELMAP_ALL).regex("x").replacement("xx");

    assertThat(applySixtyTimes(rule, LabelSet.of("x", "1"))).isEqualTo(RelabelOutcome.TOO_LARGE);
  }
}

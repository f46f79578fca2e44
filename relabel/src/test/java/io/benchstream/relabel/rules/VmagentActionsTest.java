package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What only vmagent has: its {@code if} and its own actions. */
class VmagentActionsTest {
  private static final LabelSet FOO =
      LabelSet.of("__name__", "foo", "a", "x", "b", "x", "c", "xyz");

  private static @Nullable LabelSet apply(LabelSet labels, RelabelRuleBuilder rule) {
    return RelabelRules.of(List.of(rule.build())).apply(labels);
  }

  private static RelabelRuleBuilder rule(RelabelAction action) {
    return RelabelRule.builder(action);
  }

  @Test
  void ifLimitsARuleToSomeSeries() {
    RelabelRuleBuilder rule = rule(RelabelAction.REPLACE).targetLabel("d").replacement("1");

    assertThat(apply(FOO, rule.condition(SeriesSelector.parse("foo{a=\"x\"}")))).isNotSameAs(FOO);
    assertThat(apply(FOO, rule.condition(SeriesSelector.parse("foo{a=\"y\"}")))).isSameAs(FOO);
  }

  @Test
  void ifSeesWhatTheRulesBeforeWrote() {
    RelabelRules rules =
        RelabelRules.of(
            List.of(
                rule(RelabelAction.REPLACE).targetLabel("__name__").replacement("bar").build(),
                rule(RelabelAction.DROP).condition(SeriesSelector.parse("foo")).build()));

    assertThat(rules.apply(FOO)).isNotNull();
  }

  @Test
  void dropWithIfAlone() {
    assertThat(apply(FOO, rule(RelabelAction.DROP).condition(SeriesSelector.parse("foo"))))
        .isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP).condition(SeriesSelector.parse("bar"))))
        .isSameAs(FOO);
  }

  @Test
  void keepDropsWhatItsIfDoesNotSelect() {
    assertThat(apply(FOO, rule(RelabelAction.KEEP).condition(SeriesSelector.parse("foo"))))
        .isSameAs(FOO);
    assertThat(apply(FOO, rule(RelabelAction.KEEP).condition(SeriesSelector.parse("bar"))))
        .isNull();
    assertThat(apply(FOO, rule(RelabelAction.KEEP_METRICS).condition(SeriesSelector.parse("bar"))))
        .isNull();
  }

  @Test
  void keepIfEqualAndDropIfEqual() {
    assertThat(apply(FOO, rule(RelabelAction.KEEP_IF_EQUAL).sourceLabels("a", "b"))).isSameAs(FOO);
    assertThat(apply(FOO, rule(RelabelAction.KEEP_IF_EQUAL).sourceLabels("a", "b", "c"))).isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_IF_EQUAL).sourceLabels("a", "b"))).isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_IF_EQUAL).sourceLabels("a", "c"))).isSameAs(FOO);
    assertThat(apply(FOO, rule(RelabelAction.DROP_IF_EQUAL).sourceLabels("no", "neither")))
        .isNull();
  }

  @Test
  void keepIfContainsAndDropIfContains() {
    assertThat(
            apply(
                FOO, rule(RelabelAction.KEEP_IF_CONTAINS).targetLabel("c").sourceLabels("a", "b")))
        .isSameAs(FOO);
    assertThat(
            apply(
                FOO,
                rule(RelabelAction.KEEP_IF_CONTAINS)
                    .targetLabel("c")
                    .sourceLabels("a", "__name__")))
        .isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_IF_CONTAINS).targetLabel("c").sourceLabels("a")))
        .isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_IF_CONTAINS).targetLabel("a").sourceLabels("c")))
        .isSameAs(FOO);
  }

  @Test
  void keepMetricsAndDropMetrics() {
    assertThat(apply(FOO, rule(RelabelAction.KEEP_METRICS).regex("foo|bar"))).isSameAs(FOO);
    assertThat(apply(FOO, rule(RelabelAction.KEEP_METRICS).regex("bar"))).isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_METRICS).regex("fo.*"))).isNull();
    assertThat(apply(FOO, rule(RelabelAction.DROP_METRICS).regex("o"))).isSameAs(FOO);
  }

  @Test
  void labelmapAllRenames() {
    LabelSet labels = LabelSet.of("a-b-c", "1", "d", "2");

    assertThat(apply(labels, rule(RelabelAction.LABELMAP_ALL).regex("-").replacement("_")))
        .isEqualTo(LabelSet.of("a_b_c", "1", "d", "2"));
    assertThat(apply(labels, rule(RelabelAction.LABELMAP_ALL).regex("x").replacement("_")))
        .isSameAs(labels);
  }

  @Test
  void labelmapAllReplacesALabelOfTheNewName() {
    assertThat(
            apply(
                LabelSet.of("a-b", "1", "a_b", "2"),
                rule(RelabelAction.LABELMAP_ALL).regex("-").replacement("_")))
        .isEqualTo(LabelSet.of("a_b", "1"));
    assertThat(
            apply(
                LabelSet.of("x", "1", "y", "2"),
                rule(RelabelAction.LABELMAP_ALL).regex("x").replacement("")))
        .isEqualTo(LabelSet.of("y", "2"));
  }

  @Test
  void labelmapAllMayExchangeNames() {
    assertThat(
            apply(
                LabelSet.of("ab", "1", "ba", "2"),
                rule(RelabelAction.LABELMAP_ALL).regex("(.)(.)").replacement("$2$1")))
        .isEqualTo(LabelSet.of("ab", "2", "ba", "1"));
  }

  @Test
  void replaceAllReplacesEveryOccurrence() {
    LabelSet labels = LabelSet.of("a", "x-y-z");

    assertThat(
            apply(
                labels,
                rule(RelabelAction.REPLACE_ALL)
                    .sourceLabels("a")
                    .targetLabel("a")
                    .regex("-")
                    .replacement("_")))
        .isEqualTo(LabelSet.of("a", "x_y_z"));
  }

  @Test
  void replaceAllWritesNothingWhereNothingOccurs() {
    LabelSet labels = LabelSet.of("a", "xyz");

    assertThat(
            apply(
                labels,
                rule(RelabelAction.REPLACE_ALL)
                    .sourceLabels("a")
                    .targetLabel("b")
                    .regex("-")
                    .replacement("_")))
        .isSameAs(labels);
  }
}

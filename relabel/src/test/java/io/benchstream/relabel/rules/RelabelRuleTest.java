package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.selector.SeriesSelector;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules are valid, in the words of Prometheus. */
class RelabelRuleTest {
  private static void assertRefused(RelabelRuleBuilder rule, String path, String problem) {
    assertThatThrownBy(rule::build)
        .isInstanceOf(RelabelException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(problem);
  }

  private static RelabelRuleBuilder rule(RelabelAction action) {
    return RelabelRule.builder(action);
  }

  @Test
  void hasTheDefaultsOfPrometheus() {
    RelabelRule rule = rule(RelabelAction.REPLACE).targetLabel("a").build();

    assertThat(rule.separator()).isEqualTo(";");
    assertThat(rule.regex()).isEqualTo("(.*)");
    assertThat(rule.replacement()).isEqualTo("$1");
    assertThat(rule.condition()).isNull();
    assertThat(rule.names()).isEqualTo(NameValidation.LEGACY);
  }

  @ParameterizedTest
  @EnumSource(
      value = RelabelAction.class,
      names = {"REPLACE", "LOWERCASE", "UPPERCASE", "KEEPEQUAL", "DROPEQUAL"})
  void requiresATarget(RelabelAction action) {
    assertRefused(
        rule(action),
        "target_label",
        "relabel configuration for %s action requires 'target_label' value"
            .formatted(action.label()));
  }

  @Test
  void hashmodRequiresModulusAndTarget() {
    assertRefused(
        rule(RelabelAction.HASHMOD).targetLabel("a"),
        "modulus",
        "relabel configuration for hashmod requires non-zero modulus");
    assertRefused(
        rule(RelabelAction.HASHMOD).modulus(2),
        "target_label",
        "relabel configuration for hashmod action requires 'target_label' value");
  }

  /** The cases of Prometheus' TestTargetLabelLegacyValidity. */
  @ParameterizedTest
  @CsvSource({
    "-label, false",
    "label, true",
    "label${1}, true",
    "${1}label, true",
    "${1}, true",
    "${, false",
    "$, false",
    "${}, false",
    "foo${, false",
    "$1, true",
    "asd$2asd, true",
    "-foo${1}bar-, false",
    "bar.foo${1}bar, false",
    "_${1}_, true",
    "foo${bar}foo, true",
    "0${3}, false",
    "a$$b, false"
  })
  void replaceTakesATemplateAsItsTarget(String target, boolean valid) {
    RelabelRuleBuilder rule = rule(RelabelAction.REPLACE).targetLabel(target);

    if (valid) {
      assertThat(rule.build().targetLabel()).isEqualTo(target);
    } else {
      assertRefused(
          rule,
          "target_label",
          "\"%s\" is invalid 'target_label' for replace action".formatted(target));
    }
    assertThat(rule.names(NameValidation.UTF8).build().targetLabel()).isEqualTo(target);
  }

  @ParameterizedTest
  @EnumSource(
      value = RelabelAction.class,
      names = {"LOWERCASE", "UPPERCASE", "KEEPEQUAL", "DROPEQUAL", "HASHMOD"})
  void othersTakeANameOnly(RelabelAction action) {
    assertRefused(
        rule(action).targetLabel("${3}").modulus(action == RelabelAction.HASHMOD ? 1 : 0),
        "target_label",
        "\"${3}\" is invalid 'target_label' for %s action".formatted(action.label()));
  }

  @Test
  void utf8AllowsAnyTarget() {
    assertThat(rule(RelabelAction.LOWERCASE).targetLabel("${3}").names(NameValidation.UTF8).build())
        .isNotNull();
    assertRefused(
        rule(RelabelAction.LOWERCASE).targetLabel("\ud83d").names(NameValidation.UTF8),
        "target_label",
        "is invalid");
  }

  @ParameterizedTest
  @EnumSource(
      value = RelabelAction.class,
      names = {"LOWERCASE", "UPPERCASE", "KEEPEQUAL", "DROPEQUAL"})
  void refusesAReplacementThatWouldNotBeUsed(RelabelAction action) {
    assertRefused(
        rule(action).targetLabel("a").replacement("x"),
        "replacement",
        "'replacement' can not be set for %s action".formatted(action.label()));
  }

  @Test
  void labelmapTakesANameTemplate() {
    assertThat(rule(RelabelAction.LABELMAP).replacement("x_${1}").build()).isNotNull();
    assertRefused(
        rule(RelabelAction.LABELMAP).replacement("x-${1}"),
        "replacement",
        "\"x-${1}\" is invalid 'replacement' for labelmap action");
    assertRefused(rule(RelabelAction.LABELMAP).replacement(""), "replacement", "\"\" is invalid");
    assertThat(rule(RelabelAction.LABELMAP).replacement("x-$1").names(NameValidation.UTF8).build())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"regex", "modulus", "separator"})
  void comparingActionsTakeNoOtherField(String field) {
    for (RelabelAction action :
        new RelabelAction[] {RelabelAction.KEEPEQUAL, RelabelAction.DROPEQUAL}) {
      assertRefused(
          with(rule(action).sourceLabels("a").targetLabel("b"), field),
          field,
          action.label()
              + " action requires only 'source_labels' and 'target_label', and no other fields");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"source_labels", "target_label", "modulus", "separator", "replacement"})
  void removingActionsTakeNoOtherField(String field) {
    for (RelabelAction action :
        new RelabelAction[] {RelabelAction.LABELDROP, RelabelAction.LABELKEEP}) {
      assertRefused(
          with(rule(action).regex("a"), field),
          field,
          action.label() + " action requires only 'regex', and no other fields");
    }
  }

  private static RelabelRuleBuilder with(RelabelRuleBuilder rule, String field) {
    return switch (field) {
      case "source_labels" -> rule.sourceLabels("x");
      case "target_label" -> rule.targetLabel("x");
      case "modulus" -> rule.modulus(3);
      case "separator" -> rule.separator("x");
      case "replacement" -> rule.replacement("x");
      default -> rule.regex("x");
    };
  }

  @Test
  void sourceLabelsAreLabelNames() {
    RelabelRuleBuilder rule =
        rule(RelabelAction.REPLACE).targetLabel("a").sourceLabels("ok", "not-ok");

    assertRefused(rule, "source_labels[1]", "\"not-ok\" is not a valid label name");
    assertThat(rule.names(NameValidation.UTF8).build()).isNotNull();
  }

  @Test
  void theRegexMustBeOne() {
    assertRefused(
        rule(RelabelAction.KEEP).regex("a("),
        "regex",
        "'a(' is not a valid RE2 regular expression: missing closing )");
    assertRefused(
        rule(RelabelAction.REPLACE_ALL).sourceLabels("a").targetLabel("b").regex("a("),
        "regex",
        "'a(' is not a valid RE2 regular expression");
  }

  @Test
  void vmagentActionsAsVmagentWantsThem() {
    assertRefused(
        rule(RelabelAction.KEEP_IF_EQUAL).sourceLabels("a"), "source_labels", "at least two");
    assertRefused(
        rule(RelabelAction.DROP_IF_EQUAL).sourceLabels("a", "b").targetLabel("c"),
        "target_label",
        "cannot be used");
    assertRefused(
        rule(RelabelAction.DROP_IF_EQUAL).sourceLabels("a", "b").regex("c"),
        "regex",
        "cannot be used");
    assertRefused(
        rule(RelabelAction.KEEP_IF_CONTAINS).targetLabel("a"),
        "source_labels",
        "at least a single");
    assertRefused(
        rule(RelabelAction.DROP_IF_CONTAINS).sourceLabels("a"), "target_label", "requires");
    assertRefused(
        rule(RelabelAction.DROP_IF_CONTAINS).sourceLabels("a").targetLabel("b").regex("c"),
        "regex",
        "cannot be used");
    assertRefused(
        rule(RelabelAction.KEEP_METRICS).sourceLabels("a").regex("b"), "source_labels", "empty");
    assertRefused(rule(RelabelAction.DROP_METRICS), "regex", "must be non-empty");
    assertRefused(rule(RelabelAction.REPLACE_ALL).targetLabel("a"), "source_labels", "missing");
    assertRefused(rule(RelabelAction.LABELMAP_ALL), "regex", "missing");
    assertThat(rule(RelabelAction.DROP_METRICS).condition(SeriesSelector.parse("x")).build())
        .isNotNull();
  }

  @Test
  void toMapHasWhatIsNotDefaultAndIsReadAgain() {
    RelabelRule rule =
        rule(RelabelAction.HASHMOD)
            .sourceLabels("a", "b")
            .separator("")
            .regex("x.*")
            .modulus(-1)
            .targetLabel("t")
            .replacement("r")
            .condition(SeriesSelector.parse("foo{a=\"b\"}"))
            .build();

    assertThat(rule.toMap())
        .containsEntry("modulus", new BigInteger("18446744073709551615"))
        .containsEntry("if", "foo{a=\"b\"}")
        .hasSize(8);
    assertThat(new RelabelRuleReader(NameValidation.LEGACY).read(rule.toMap())).isEqualTo(rule);
    assertThat(rule(RelabelAction.REPLACE).targetLabel("t").build().toMap())
        .isEqualTo(Map.of("target_label", "t"));
  }
}

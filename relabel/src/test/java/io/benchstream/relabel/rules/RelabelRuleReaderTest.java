package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabelRuleReaderTest {
  private final RelabelRuleReader reader = new RelabelRuleReader(NameValidation.LEGACY);

  private List<RelabelRule> read(String json) throws JsonProcessingException {
    return reader.readAll(new ObjectMapper().readValue(json.replace('\'', '"'), Object.class));
  }

  @Test
  void readsEveryField() throws JsonProcessingException {
    List<RelabelRule> rules =
        read(
            """
            [{'source_labels': ['a', 'b'], 'separator': '-', 'regex': '(x)', 'modulus': 8,
              'target_label': 't', 'replacement': 'r$1', 'action': 'HashMod', 'if': 'up{a=`b`}'},
             {'target_label': 't'}]
            """);

    assertThat(rules)
        .containsExactly(
            RelabelRule.builder(RelabelAction.HASHMOD)
                .sourceLabels("a", "b")
                .separator("-")
                .regex("(x)")
                .modulus(8)
                .targetLabel("t")
                .replacement("r$1")
                .condition(SeriesSelector.parse("up{a=\"b\"}"))
                .build(),
            RelabelRule.builder(RelabelAction.REPLACE).targetLabel("t").build());
  }

  @Test
  void aKeyWithoutValueIsAnEmptyText() throws JsonProcessingException {
    RelabelRule rule =
        read("""
                [{'regex': null, 'separator': null, 'replacement': null, 'source_labels': null,
                  'modulus': null, 'target_label': 'a'}]
                """)
            .getFirst();

    assertThat(rule.regex()).isEmpty();
    assertThat(rule.separator()).isEmpty();
    assertThat(rule.replacement()).isEmpty();
    assertThat(rule.sourceLabels()).isEmpty();
  }

  @Test
  void numbersAndTruthValuesAreTexts() throws JsonProcessingException {
    RelabelRule rule =
        read("[{'regex': 8080, 'replacement': true, 'target_label': 'a'}]").getFirst();

    assertThat(rule.regex()).isEqualTo("8080");
    assertThat(rule.replacement()).isEqualTo("true");
  }

  @Test
  void aListOfExpressionsIsAnAlternation() throws JsonProcessingException {
    assertThat(read("[{'regex': ['a', 'b.*', 1], 'action': 'labeldrop'}]").getFirst().regex())
        .isEqualTo("a|b.*|1");
  }

  @Test
  void aListOfSelectorsMeansAnyOfThem() throws JsonProcessingException {
    assertThat(read("[{'if': ['a', '{b=`c`}'], 'action': 'drop'}]").getFirst().condition())
        .hasToString("{__name__=\"a\" or b=\"c\"}");
    assertThat(read("[{'if': [], 'action': 'drop'}]").getFirst().condition()).isNull();
  }

  @Test
  void nothingIsNoRules() {
    assertThat(reader.readAll(null)).isEmpty();
    assertThat(reader.readAll(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      value = {
        "{'a': 1}; §§; must be a list, not a map",
        "'x'; §§; must be a list, not the text \"x\"",
        "['x']; [0]; must be a map of fields, not the text \"x\"",
        "[null]; [0]; must be a map of fields, not nothing",
        "[{'target_label': 'a'}, {'sourceLabels': ['a']}]; [1].sourceLabels; unknown key; known are if, source_labels",
        "[{'source_labels': 'a', 'target_label': 'a'}]; [0].source_labels; must be a list of label names, not the text \"a\"; write [name]",
        "[{'source_labels': ['a', {}], 'target_label': 'a'}]; [0].source_labels[1]; must be a text, not a map",
        "[{'source_labels': ['a', '1b'], 'target_label': 'a'}]; [0].source_labels[1]; \"1b\" is not a valid label name",
        "[{'regex': '(', 'action': 'keep'}]; [0].regex; '(' is not a valid RE2 regular expression",
        "[{'regex': 1.10, 'action': 'keep'}]; [0].regex; must be a text, not the value 1.1; put it in quotes",
        "[{'action': 'keeep'}]; [0].action; unknown relabel action \"keeep\"; known are replace, keep, drop",
        "[{'action': ''}]; [0].action; relabel action cannot be empty",
        "[{'action': null}]; [0].action; relabel action cannot be empty",
        "[{'action': 'graphite', 'match': 'a.*', 'labels': {}}]; [0].action; \"graphite\" is not supported; write a replace rule",
        "[{'action': 'hashmod', 'modulus': -1, 'target_label': 'a'}]; [0].modulus; must be a whole number from 0 to 2^64-1, not the value -1",
        "[{'action': 'hashmod', 'modulus': 1.5, 'target_label': 'a'}]; [0].modulus; must be a whole number",
        "[{'action': 'hashmod', 'modulus': '8', 'target_label': 'a'}]; [0].modulus; not the text \"8\"",
        "[{'action': 'hashmod', 'modulus': 18446744073709551616, 'target_label': 'a'}]; [0].modulus; must be a whole number",
        "[{'action': 'hashmod', 'target_label': 'a'}]; [0].modulus; requires non-zero modulus",
        "[{'if': 'foo{', 'action': 'drop'}]; [0].if; column 5: expected a label name",
        "[{'if': ['foo', 'bar{'], 'action': 'drop'}]; [0].if[1]; column 5: expected a label name",
        "[{'if': {}, 'action': 'drop'}]; [0].if; must be a text, not a map",
        "[{'action': 'keepequal', 'regex': '(.*)', 'target_label': 'a'}]; [0].regex; keepequal action requires only 'source_labels' and 'target_label'"
      })
  void tellsTheProblemAndItsPlace(String json, String path, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(RelabelException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessageContaining(problem);
  }

  @Test
  void aPathCanBeSeenFromOutside() {
    assertThatThrownBy(() -> reader.readAll(List.of(Map.of("regex", "("))))
        .isInstanceOfSatisfying(
            RelabelException.class,
            e -> {
              assertThat(e.within("metric_relabel_configs").within("jobs[1]").path())
                  .isEqualTo("jobs[1].metric_relabel_configs[0].regex");
              assertThat(e.within("rules").getMessage()).startsWith("rules[0].regex: '(' is not");
            });
  }

  @Test
  void keysThatAreNoTextsAreUnknown() {
    assertThatThrownBy(() -> reader.read(Map.of(1, "a")))
        .isInstanceOf(RelabelException.class)
        .hasMessageStartingWith("1: unknown key");
  }
}

package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelabelFuzzTest {
  private static final long SEED = 20_261_121;

  private final RelabelRuleReader reader = new RelabelRuleReader(NameValidation.LEGACY);
  private final RandomRules random = new RandomRules(new Random(SEED));

  private List<RelabelRule> validRules() {
    while (true) {
      try {
        return reader.readAll(random.rules(5));
      } catch (RelabelException e) {
        // Try the next: the recorded verdicts say whether it was refused rightly.
      }
    }
  }

  @Test
  void agreesWithThePlainImplementation() {
    LabelBuilder builder = new LabelBuilder();
    int kept = 0;
    int dropped = 0;
    for (int i = 0; i < 2_500; i++) {
      List<RelabelRule> rules = validRules();
      RelabelRules compiled = RelabelRules.of(rules);
      for (int j = 0; j < 5; j++) {
        Map<String, String> labels = random.labels();
        Map<String, String> expected = ReferenceRelabeling.apply(rules, labels);

        LabelSet before = LabelSet.of(labels);
        LabelSet result = compiled.apply(before);
        RelabelOutcome outcome = compiled.apply(builder.reset(before));

        assertThat(result == null ? null : result.toMap())
            .as("seed %d: %s of %s", SEED, rules, labels)
            .isEqualTo(expected);
        assertThat(outcome)
            .isEqualTo(expected == null ? RelabelOutcome.DROPPED : RelabelOutcome.KEPT);
        if (expected == null) {
          dropped++;
        } else {
          assertThat(builder.toLabelSet()).isEqualTo(result);
          kept++;
        }
        assertThat(compiled.trace(before).result()).isEqualTo(result);
      }
    }
    assertThat(kept).isGreaterThan(3_000);
    assertThat(dropped).isGreaterThan(1_000);
  }

  @Test
  void aRuleWithIfIsTheRuleOrNothing() {
    for (int i = 0; i < 2_000; i++) {
      RelabelRule rule = validRules().getFirst();
      SeriesSelector selector = SeriesSelector.parse(random.selector());
      LabelSet labels = LabelSet.of(random.labels());
      RelabelRule limited =
          new RelabelRule(
              rule.sourceLabels(),
              rule.separator(),
              rule.regex(),
              rule.modulus(),
              rule.targetLabel(),
              rule.replacement(),
              rule.action(),
              selector,
              rule.names());
      List<RelabelRule> expected = new ArrayList<>();
      if (selector.matches(labels)) {
        expected.add(rule);
      }
      LabelSet result = RelabelRules.of(List.of(limited)).apply(labels);

      if (rule.action() == RelabelAction.KEEP && expected.isEmpty()) {
        assertThat(result).isNull();
      } else {
        assertThat(result)
            .as("seed %d: %s of %s", SEED, limited, labels)
            .isEqualTo(RelabelRules.of(expected).apply(labels));
      }
    }
  }
}

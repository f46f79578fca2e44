package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that a real Prometheus 2.42 gave to random rules; see {@link PrometheusRecorder}. */
class RecordedPrometheusTest {
  private final RelabelRuleReader reader = new RelabelRuleReader(NameValidation.LEGACY);

  @Test
  void makesOfEveryTargetWhatPrometheusMakes() throws IOException {
    int compared = 0;
    for (Recording.Results recorded : Recording.results("prometheus-2.42-results.jsonl")) {
      List<RelabelRule> rules = reader.readAll(recorded.rules());
      boolean mapsLater =
          rules.stream().skip(1).anyMatch(rule -> rule.action() == RelabelAction.LABELMAP);
      for (Recording.Result target : recorded.results()) {
        LabelSet before = LabelSet.of(RecordedTarget.before(target.in()));

        assertThat(asRecorded(oneByOne(rules, before)))
            .as("%s of %s", rules, target.in())
            .isEqualTo(target.out());
        if (!mapsLater) {
          assertThat(asRecorded(RelabelRules.of(rules).apply(before)))
              .as("%s of %s", rules, target.in())
              .isEqualTo(target.out());
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1_000);
  }

  @Test
  void acceptsTheRulesThatPrometheusAccepts() throws IOException {
    int refused = 0;
    for (Recording.Verdict verdict : Recording.verdicts("prometheus-2.42-verdicts.jsonl")) {
      String problem = problemOf(verdict.rule());

      if (isLenientIn242(verdict.rule())) {
        assertThat(problem).as("%s", verdict).contains("is invalid 'target_label'");
      } else if (verdict.error() == null) {
        assertThat(problem).as("%s", verdict).isNull();
      } else {
        // Ours says more behind it: the remedy.
        assertThat(problem).as("%s", verdict).startsWith(verdict.error().replace('`', '\''));
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(40);
  }

  /** It took references to groups in actions that do not expand them; later versions do not. */
  private static boolean isLenientIn242(Map<?, ?> rule) {
    String action = String.valueOf(rule.get("action")).toLowerCase(Locale.ROOT);
    return (action.endsWith("case") || action.endsWith("equal"))
        && String.valueOf(rule.get("target_label")).contains("$");
  }

  /**
   * 2.42 sorts the labels again before each rule, later versions do not: where a labelmap maps two
   * labels to one name, another one of them wins.
   */
  private static @Nullable LabelSet oneByOne(List<RelabelRule> rules, LabelSet labels) {
    LabelSet current = labels;
    for (RelabelRule rule : rules) {
      current = current == null ? null : RelabelRules.of(List.of(rule)).apply(current);
    }
    return current;
  }

  private @Nullable String problemOf(Object rule) {
    try {
      reader.read(rule);
      return null;
    } catch (RelabelException e) {
      return e.problem();
    }
  }

  private static @Nullable Map<String, String> asRecorded(@Nullable LabelSet result) {
    return result == null ? null : RecordedTarget.difference(RecordedTarget.after(result.toMap()));
  }
}

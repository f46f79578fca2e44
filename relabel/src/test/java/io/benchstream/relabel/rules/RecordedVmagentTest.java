package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that a real vmagent 1.79 gave to random rules; see {@link VmagentRecorder}. */
class RecordedVmagentTest {
  private final RelabelRuleReader reader = new RelabelRuleReader(NameValidation.LEGACY);

  @Test
  void makesOfEveryTargetWhatVmagentMakes() throws IOException {
    int compared = 0;
    for (Recording.Results recorded : Recording.results("vmagent-1.79-results.jsonl")) {
      RelabelRules rules = RelabelRules.of(reader.readAll(recorded.rules()));
      for (Recording.Result target : recorded.results()) {
        LabelSet result = rules.apply(LabelSet.of(target.in()));

        assertThat(shown(result))
            .as("%s of %s", recorded.rules(), target.in())
            .isEqualTo(target.out());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  /** vmagent shows no label that begins with two underscores, and adds the instance. */
  private static @Nullable Map<String, String> shown(@Nullable LabelSet result) {
    if (result == null) {
      return null;
    }
    Map<String, String> labels = new LinkedHashMap<>(result.toMap());
    labels.putIfAbsent("instance", result.get(RecordedTarget.ADDRESS));
    labels.keySet().removeIf(name -> name.startsWith("__"));
    return labels;
  }
}

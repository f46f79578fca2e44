package io.benchstream.publisher.scrapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesLabelsTest {
  private static final LabelSet SERIES =
      LabelSet.of("__name__", "up", "job", "vllm", "pod", "p-1", "__tmp", "x");

  @Test
  void aSeriesThatNoSelectorWantsIsNotWritten() {
    SeriesSelector selector = SeriesSelector.parse("{job=\"node\"}");

    assertThat(SeriesLabels.of(selector, Map.of(), RelabelRules.none()).of(SERIES)).isEmpty();
  }

  @Test
  void theSelectorSeesTheSeriesAsItWasScrapedAndTheRulesSeeTheExternalLabels() {
    SeriesLabels labels =
        SeriesLabels.of(
            SeriesSelector.parse("{job=\"vllm\",dc=\"\"}"),
            Map.of("dc", "west", "job", "external"),
            rules(
                RelabelRule.builder(RelabelAction.REPLACE)
                    .sourceLabels("dc", "job")
                    .targetLabel("place")
                    .build(),
                RelabelRule.builder(RelabelAction.LABELDROP).regex("pod").build()));

    assertThat(labels.of(SERIES))
        .contains(LabelSet.of("__name__", "up", "dc", "west", "job", "vllm", "place", "west;vllm"));
  }

  @Test
  void aSeriesThatTheRulesDropOrLeaveWithoutANameIsNotWritten() {
    RelabelRule drop =
        RelabelRule.builder(RelabelAction.DROP).sourceLabels("job").regex("vllm").build();
    RelabelRule nameless = RelabelRule.builder(RelabelAction.LABELDROP).regex("__name__").build();

    assertThat(SeriesLabels.of(null, Map.of(), rules(drop)).of(SERIES)).isEmpty();
    assertThat(SeriesLabels.of(null, Map.of(), rules(nameless)).of(SERIES)).isEmpty();
  }

  private static RelabelRules rules(RelabelRule... rules) {
    return RelabelRules.of(List.of(rules));
  }
}

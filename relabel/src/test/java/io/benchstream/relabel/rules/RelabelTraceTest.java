package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelabelTraceTest {
  private static final LabelSet UP = LabelSet.of("__name__", "up", "a", "x");

  private static final RelabelRule COPY =
      RelabelRule.builder(RelabelAction.REPLACE).sourceLabels("a", "no").targetLabel("b").build();
  private static final RelabelRule OTHERS_ONLY =
      RelabelRule.builder(RelabelAction.DROP).condition(SeriesSelector.parse("down")).build();
  private static final RelabelRule DROP =
      RelabelRule.builder(RelabelAction.DROP).sourceLabels("b").regex("x;").build();

  @Test
  void tellsEachStepOfASetThatIsKept() {
    RelabelTrace trace = RelabelRules.of(List.of(COPY, OTHERS_ONLY, COPY)).trace(UP);

    LabelSet copied = LabelSet.of("__name__", "up", "a", "x", "b", "x;");
    assertThat(trace.steps())
        .containsExactly(
            new RelabelStep(0, COPY, true, "x;", RelabelOutcome.KEPT, UP, copied),
            new RelabelStep(1, OTHERS_ONLY, false, "", RelabelOutcome.KEPT, copied, copied),
            new RelabelStep(2, COPY, true, "x;", RelabelOutcome.KEPT, copied, copied));
    assertThat(trace.steps())
        .extracting(RelabelStep::isUnchanged)
        .containsExactly(false, true, true);
    assertThat(trace.input()).isEqualTo(UP);
    assertThat(trace.result()).isEqualTo(copied);
  }

  @Test
  void endsWithTheStepThatDrops() {
    RelabelTrace trace = RelabelRules.of(List.of(COPY, DROP, COPY)).trace(UP);

    assertThat(trace.steps()).hasSize(2);
    assertThat(trace.steps().getLast().outcome()).isEqualTo(RelabelOutcome.DROPPED);
    assertThat(trace.steps().getLast().source()).isEqualTo("x;");
    assertThat(trace.steps().getLast().after()).isNull();
    assertThat(trace.result()).isNull();
  }

  @Test
  void aKeepThatDoesNotLookAtTheSeriesDropsIt() {
    RelabelRule keep =
        RelabelRule.builder(RelabelAction.KEEP).condition(SeriesSelector.parse("down")).build();

    RelabelTrace trace = RelabelRules.of(List.of(keep)).trace(UP);

    assertThat(trace.result()).isNull();
    assertThat(trace.steps().getFirst().applies()).isFalse();
  }

  @Test
  void noRulesHaveNoSteps() {
    RelabelTrace trace = RelabelRules.none().trace(UP);

    assertThat(trace.steps()).isEmpty();
    assertThat(trace.result()).isSameAs(UP);
  }
}

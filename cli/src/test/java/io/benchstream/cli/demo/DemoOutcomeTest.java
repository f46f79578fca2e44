package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.cli.installation.LocalState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DemoOutcomeTest {
  static final LocalState LOCAL =
      new LocalState(
          1, Instant.EPOCH, "h:1", "http://r", "http://s", "http://g", "p.", 8, "/v", "http://m");

  private static DemoOutcome outcome(OptionalDouble truth) {
    Figure figure =
        new Figure(
            "ttft", "p50", "seconds", OptionalDouble.of(1), 0, truth, OptionalDouble.empty());
    return new DemoOutcome(
        LOCAL,
        "job",
        Instant.EPOCH,
        Instant.EPOCH,
        List.of(new Section("ttft", Optional.empty(), List.of(figure))),
        List.of(),
        Optional.empty(),
        1,
        1,
        1);
  }

  @Test
  void holdsWhereTheFiguresAgreeWithTheTruth() {
    assertThat(outcome(OptionalDouble.of(1)).holds()).isTrue();
    assertThat(outcome(OptionalDouble.of(2)).holds()).isFalse();
  }

  @Test
  void doesNotHoldWhereNothingWasChecked() {
    assertThat(outcome(OptionalDouble.empty()).holds()).isFalse();
  }
}

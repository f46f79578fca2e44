package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.demo.Figure.Verdict;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static Verdict verdict(double value, double width, double truth) {
    return new Figure(
            "k",
            "p95",
            "s",
            OptionalDouble.of(value),
            width,
            OptionalDouble.of(truth),
            OptionalDouble.empty())
        .verdict();
  }

  @Test
  void quantileMayDifferByItsBucket() {
    assertThat(verdict(0.4, 0.25, 0.3)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(0.4, 0.25, 0.65)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(0.4, 0.25, 0.66)).isEqualTo(Verdict.DIFFERS);
    assertThat(verdict(0.4, 0.25, 0.14)).isEqualTo(Verdict.DIFFERS);
  }

  @Test
  void everythingElseMustBeExactButForRounding() {
    assertThat(verdict(1e6 / 3, 0, 1e6 / 3 + 1e-5)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(12.5, 0, 12.6)).isEqualTo(Verdict.DIFFERS);
  }

  @Test
  void openBucketBoundsTheTruthFromBelowOnly() {
    assertThat(verdict(2560, Double.NaN, 9999)).isEqualTo(Verdict.AGREES);
    assertThat(verdict(2560, Double.NaN, 100)).isEqualTo(Verdict.DIFFERS);
  }

  @Test
  void withoutValueItIsMissingAndWithoutTruthUnchecked() {
    OptionalDouble none = OptionalDouble.empty();
    OptionalDouble one = OptionalDouble.of(1);
    assertThat(new Figure("k", "value", "s", none, 0, one, none).verdict())
        .isEqualTo(Verdict.MISSING);
    assertThat(new Figure("k", "value", "s", one, 0, none, none).verdict())
        .isEqualTo(Verdict.UNCHECKED);
  }
}

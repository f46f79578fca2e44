package io.benchstream.benchmarks.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final double[] DECADES = {100, 1_000, 10_000};

  private static Growth of(DoubleUnaryOperator y) {
    return Growth.of(DECADES, Arrays.stream(DECADES).map(y).toArray());
  }

  @Test
  void aLineIsLinearWithItsFixedPartAndSlope() {
    Growth growth = of(x -> 40 + 0.05 * x);

    assertThat(growth.verdict()).isEqualTo(Growth.Verdict.LINEAR);
    assertThat(growth.fixed()).isCloseTo(40, within(1e-6));
    assertThat(growth.perUnit()).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void noiseDoesNotBendALine() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Growth growth = of(x -> (10 + 0.01 * x) * (0.93 + 0.14 * random.nextDouble()));
      assertThat(growth.verdict()).as("seed %d", seed).isEqualTo(Growth.Verdict.LINEAR);
    }
  }

  @Test
  void tellsCurvesFromLines() {
    assertThat(of(x -> x * x).verdict()).isEqualTo(Growth.Verdict.FASTER);
    assertThat(of(x -> 5 + Math.pow(x, 1.5)).verdict()).isEqualTo(Growth.Verdict.FASTER);
    assertThat(of(Math::sqrt).verdict()).isEqualTo(Growth.Verdict.SLOWER);
    assertThat(of(Math::log).verdict()).isEqualTo(Growth.Verdict.SLOWER);
    assertThat(of(x -> 1 / x).verdict()).isEqualTo(Growth.Verdict.FALLING);
  }

  @Test
  void whatMovesLittleIsConstant() {
    assertThat(of(x -> 100 + x / 1_000).verdict()).isEqualTo(Growth.Verdict.CONSTANT);
    assertThat(of(_ -> 0).verdict()).isEqualTo(Growth.Verdict.CONSTANT);
  }

  @Test
  void twoPointsProveNothing() {
    Growth growth = Growth.of(new double[] {1, 2}, new double[] {1, 2});

    assertThat(growth.verdict()).isEqualTo(Growth.Verdict.TOO_FEW);
    assertThat(growth.perUnit()).isNaN();
  }

  @Test
  void pointsOutOfOrderAreABug() {
    assertThatThrownBy(() -> Growth.of(new double[] {1, 3, 2}, new double[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1.0, 3.0, 2.0]");
  }
}

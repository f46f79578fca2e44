package io.benchstream.kpi.quantile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramQuantileTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static double value(double quantile, double[] bounds, double... counts) {
    return HistogramQuantile.of(quantile, bounds, counts).value();
  }

  @Test
  void isLinearInsideTheBucket() {
    double[] bounds = {1, 2, 4, INF};

    assertThat(value(0.5, bounds, 10, 20, 40, 40)).isEqualTo(2);
    assertThat(value(0.75, bounds, 10, 20, 40, 40)).isEqualTo(3);
    assertThat(HistogramQuantile.of(0.75, bounds, new double[] {10, 20, 40, 40}).bucketWidth())
        .isEqualTo(2);
  }

  @Test
  void theFirstBucketBeginsAtZero() {
    assertThat(value(0.25, new double[] {1, 2, INF}, 10, 20, 20)).isEqualTo(0.5);
  }

  @Test
  void theOpenBucketGivesTheHighestFiniteBoundAndNoWidth() {
    HistogramQuantile result =
        HistogramQuantile.of(0.99, new double[] {1, 2, INF}, new double[] {1, 2, 100});

    assertThat(result.value()).isEqualTo(2);
    assertThat(result.bucketWidth()).isNaN();
  }

  @Test
  void aFirstBoundOfZeroOrLessIsTheValueItself() {
    assertThat(value(0.1, new double[] {-5, 2, INF}, 50, 100, 100)).isEqualTo(-5);
    assertThat(value(0.1, new double[] {0, 2, INF}, 50, 100, 100)).isZero();
  }

  @Test
  void withoutInfOrObservationsOrASecondBucketThereIsNone() {
    assertThat(value(0.5, new double[] {1, 2}, 5, 9)).isNaN();
    assertThat(value(0.5, new double[] {INF}, 5)).isNaN();
    assertThat(value(0.5, new double[] {})).isNaN();
    assertThat(value(0.5, new double[] {1, INF}, 0, 0)).isNaN();
  }

  @Test
  void countsThatFallAreReadAsLevel() {
    assertThat(value(0.5, new double[] {1, 2, 3, INF}, 10, 4, 20, 20)).isEqualTo(1);
    assertThat(value(0.75, new double[] {1, 2, 3, INF}, 10, 4, 20, 20)).isEqualTo(2.5);
  }

  @Test
  void outsideZeroToOneItIsInfinite() {
    assertThat(value(-0.1, new double[] {1, INF}, 1, 1)).isEqualTo(-INF);
    assertThat(value(1.1, new double[] {1, INF}, 1, 1)).isEqualTo(INF);
    assertThat(value(0, new double[] {1, INF}, 1, 1)).isZero();
    assertThat(value(1, new double[] {1, INF}, 1, 1)).isEqualTo(1);
  }
}

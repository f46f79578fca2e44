package io.benchstream.cli.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.KpiScope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KpiLineTest {
  @Test
  void valuesStandInTheOrderOfReading() {
    assertThat(KpiLine.values(Map.of("mean", 3.0, "p99", 2.0, "p50", 1.0)))
        .isEqualTo("p50 1  p99 2  mean 3");
    assertThat(KpiLine.values(Map.of("value", 13.456))).isEqualTo("13.46");
    assertThat(KpiLine.values(Map.of())).isEqualTo("-");
  }

  @Test
  void scopeNamesClusterJobAndLabels() {
    assertThat(KpiLine.scope(KpiScope.newBuilder().setCluster("c").build())).isEqualTo("c");
    assertThat(
            KpiLine.scope(
                KpiScope.newBuilder()
                    .setCluster("c")
                    .setJob("j")
                    .setLabels(Map.of("b", "2", "a", "1"))
                    .build()))
        .isEqualTo("c/j{a=1,b=2}");
  }
}

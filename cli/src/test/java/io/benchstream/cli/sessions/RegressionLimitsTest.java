package io.benchstream.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionLimitsTest {
  @Test
  void percentBecomesAPartOfOne() {
    RegressionLimits limits =
        RegressionLimits.parse(List.of("2.5%", "ttft.p99=5%", "itl=10%", "itl=0%"));
    assertThat(limits.parameters())
        .containsEntry("tolerance", "0.025")
        .containsEntry("tolerances", "itl=0.00,ttft.p99=0.05");
  }

  @Test
  void namedOnesDecideUnlessThereIsOneForAll() {
    RegressionLimits named = RegressionLimits.parse(List.of("ttft=5%"));
    assertThat(named.decides("ttft.p99")).isTrue();
    assertThat(named.decides("ttft_slow.p99")).isFalse();
    assertThat(named.decides("itl.mean")).isFalse();
    assertThat(RegressionLimits.parse(List.of()).decides("itl.mean")).isTrue();
    RegressionLimits both = RegressionLimits.parse(List.of("ttft=5%", "50%"));
    assertThat(both.decides("itl.mean")).isTrue();
    assertThat(both.isNamed("itl.mean")).isFalse();
    assertThat(
            RegressionLimits.parse(List.of("ttft.p98=5%", "tft=5%", "itl=5%"))
                .unknown(List.of("ttft.p99", "itl.mean")))
        .containsExactly("tft", "ttft.p98");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "0.05",
        "ttft.p99",
        "ttft.p99=",
        "ttft=5",
        "=5%",
        "-5%",
        "1000.1%",
        "TTFT=5%",
        "a=5%,b=5%"
      })
  void whatIsNoLimitIsRefusedInWords(String text) {
    assertThatThrownBy(() -> RegressionLimits.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("ttft.p99=5%");
  }
}

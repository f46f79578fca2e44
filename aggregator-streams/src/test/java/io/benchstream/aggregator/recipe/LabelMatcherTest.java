package io.benchstream.aggregator.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelMatcherTest {
  private static boolean matches(String matcher, String value) {
    return LabelMatcher.parse(matcher).matches(value);
  }

  @Test
  void comparesAsPrometheusDoes() {
    assertThat(matches("a=\"x\"", "x")).isTrue();
    assertThat(matches("a=\"\"", "")).isTrue();
    assertThat(matches("a!=\"x\"", "")).isTrue();
    assertThat(matches("a!=\"x\"", "x")).isFalse();
    assertThat(matches("a=~\"x|y\"", "y")).isTrue();
    assertThat(matches("a=~\"x|y\"", "xy")).isFalse();
    assertThat(matches("a!~\"5..\"", "503")).isFalse();
    assertThat(matches("a!~\"5..\"", "200")).isTrue();
    assertThat(matches("a=~\"a.b\"", "a\nb")).isTrue();
  }

  @Test
  void readsEscapes() {
    assertThat(matches("a=\"q\\\"q\"", "q\"q")).isTrue();
    assertThat(LabelMatcher.parse("a = \"q\\\"q\"")).hasToString("a=\"q\\\"q\"");
  }
}

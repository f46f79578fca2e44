package io.benchstream.relabel.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameValidationTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "A9", "__name__", "a_b_1"})
  void legacyLabelNames(String name) {
    assertThat(NameValidation.LEGACY.isLabelName(name)).isTrue();
    assertThat(NameValidation.UTF8.isLabelName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9a", "a-b", "a.b", "a b", "é", "a:b", "日本", "$1", "😀"})
  void namesOfUtf8Only(String name) {
    assertThat(NameValidation.LEGACY.isLabelName(name)).isFalse();
    assertThat(NameValidation.UTF8.isLabelName(name)).isTrue();
  }

  @Test
  void anEmptyNameIsNever() {
    assertThat(NameValidation.LEGACY.isLabelName("")).isFalse();
    assertThat(NameValidation.UTF8.isLabelName("")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83da"})
  void halfACharacterHasNoUtf8(String name) {
    assertThat(NameValidation.UTF8.isLabelName(name)).isFalse();
  }

  @Test
  void metricNamesMayHaveColons() {
    assertThat(NameValidation.LEGACY.isMetricName("a:b")).isTrue();
    assertThat(NameValidation.LEGACY.isMetricName(":a")).isTrue();
    assertThat(NameValidation.LEGACY.isMetricName("a.b")).isFalse();
    assertThat(NameValidation.UTF8.isMetricName("a.b")).isTrue();
  }
}

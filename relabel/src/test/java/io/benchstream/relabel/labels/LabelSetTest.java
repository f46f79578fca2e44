package io.benchstream.relabel.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSetTest {
  @Test
  void isSortedByName() {
    LabelSet labels = LabelSet.of("b", "2", "a", "1", "ab", "3");

    assertThat(labels.toMap().keySet()).containsExactly("a", "ab", "b");
    assertThat(labels.name(1)).isEqualTo("ab");
    assertThat(labels.value(1)).isEqualTo("3");
    assertThat(labels.size()).isEqualTo(3);
  }

  @Test
  void sortsAsTheBytesOfUtf8() {
    // U+FF5E is below U+1F600 in UTF-8, but above its surrogates in UTF-16.
    LabelSet labels = LabelSet.of("😀", "1", "～", "2", "é", "3", "z", "4");

    assertThat(labels.toMap().keySet()).containsExactly("z", "é", "～", "😀");
  }

  @Test
  void sortsTwoNamesBeyondTheBasicPlane() {
    assertThat(LabelSet.of("😁", "1", "😀", "2", "😀a", "3").toMap().keySet())
        .containsExactly("😀", "😀a", "😁");
  }

  @Test
  void anEmptyValueIsNoLabel() {
    LabelSet labels = LabelSet.of("a", "", "b", "2");

    assertThat(labels).isEqualTo(LabelSet.of(Map.of("b", "2")));
    assertThat(labels.get("a")).isEmpty();
    assertThat(LabelSet.of("a", "")).isSameAs(LabelSet.empty());
  }

  @Test
  void aLaterLabelReplacesAnEarlierOne() {
    assertThat(LabelSet.of("a", "1", "a", "2")).isEqualTo(LabelSet.of("a", "2"));
  }

  @Test
  void refusesANameWithoutValue() {
    assertThatThrownBy(() -> LabelSet.of("a", "1", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 strings");
  }

  @Test
  void equalSetsHaveEqualHashes() {
    LabelSet one = LabelSet.of("a", "1", "b", "2");
    LabelSet other = LabelSet.of("b", "2", "a", "1");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(LabelSet.of("a", "1", "b", "3"));
    assertThat(one).isNotEqualTo(LabelSet.of("a", "1"));
  }

  @Test
  void withoutMetaLabelsKeepsTheMetricName() {
    LabelSet labels =
        LabelSet.of("__name__", "up", "__meta_x", "1", "__tmp", "2", "_a", "3", "job", "4");

    assertThat(labels.withoutMetaLabels())
        .isEqualTo(LabelSet.of("__name__", "up", "_a", "3", "job", "4"));
  }

  @Test
  void withoutMetaLabelsOfASetThatHasNoneIsTheSet() {
    LabelSet labels = LabelSet.of("__name__", "up", "job", "4");

    assertThat(labels.withoutMetaLabels()).isSameAs(labels);
    assertThat(LabelSet.of("__tmp", "1").withoutMetaLabels()).isSameAs(LabelSet.empty());
  }

  @Test
  void tellsInvalidNames() {
    assertThat(LabelSet.of("__name__", "a:b", "c", "1").hasOnlyValidNames(NameValidation.LEGACY))
        .isTrue();
    assertThat(LabelSet.of("__name__", "a.b").hasOnlyValidNames(NameValidation.LEGACY)).isFalse();
    assertThat(LabelSet.of("a.b", "1").hasOnlyValidNames(NameValidation.LEGACY)).isFalse();
    assertThat(LabelSet.of("a.b", "1").hasOnlyValidNames(NameValidation.UTF8)).isTrue();
    assertThat(LabelSet.of("", "1").hasOnlyValidNames(NameValidation.UTF8)).isFalse();
  }

  @Test
  void isShownInExpositionSyntax() {
    assertThat(LabelSet.of("b", "x\"y\\z\n", "a.b", "1"))
        .hasToString("{\"a.b\"=\"1\",b=\"x\\\"y\\\\z\\n\"}");
    assertThat(LabelSet.empty()).hasToString("{}");
  }
}

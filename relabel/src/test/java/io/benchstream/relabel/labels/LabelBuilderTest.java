package io.benchstream.relabel.labels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelBuilderTest {
  private final LabelBuilder builder = new LabelBuilder();

  @Test
  void setsAndRemoves() {
    builder.reset(LabelSet.of("a", "1", "b", "2", "c", "3"));

    builder.set("b", "20").remove("c").set("d", "4").set("d", "40").set("e", "5").remove("e");

    assertThat(builder.toLabelSet()).isEqualTo(LabelSet.of("a", "1", "b", "20", "d", "40"));
    assertThat(builder.size()).isEqualTo(3);
    assertThat(builder.get("b")).isEqualTo("20");
    assertThat(builder.get("c")).isEmpty();
  }

  @Test
  void anEmptyValueRemoves() {
    builder.reset(LabelSet.of("a", "1", "b", "2"));

    builder.set("a", "").set("x", "");

    assertThat(builder.toLabelSet()).isEqualTo(LabelSet.of("b", "2"));
  }

  @Test
  void givesTheBaseBackWhereNothingChanged() {
    LabelSet base = LabelSet.of("a", "1", "b", "2");
    builder.reset(base);

    builder.set("a", "1").remove("x");

    assertThat(builder.toLabelSet()).isSameAs(base);
  }

  @Test
  void visitsTheUntouchedBaseFirstThenWhatWasSet() {
    builder.reset(LabelSet.of("a", "1", "b", "2", "c", "3"));

    builder.set("z", "9").set("b", "20").set("a0", "0").set("z", "90");

    assertThat(builder.snapshot())
        .containsExactly("a", "1", "c", "3", "z", "90", "b", "20", "a0", "0");
  }

  @Test
  void aRemovedLabelMayComeBack() {
    builder.reset(LabelSet.of("a", "1", "b", "2"));

    builder.remove("a").set("a", "10").remove("a").set("a", "11");

    assertThat(builder.snapshot()).containsExactly("b", "2", "a", "11");
    assertThat(builder.toLabelSet()).isEqualTo(LabelSet.of("a", "11", "b", "2"));
  }

  @Test
  void isUsedAgainAfterALargerSet() {
    builder.reset();
    for (int i = 0; i < 100; i++) {
      builder.set("l" + i, "v");
    }
    assertThat(builder.toLabelSet().size()).isEqualTo(100);

    builder.reset(LabelSet.of("x", "1"));

    assertThat(builder.size()).isEqualTo(1);
    assertThat(builder.get("l5")).isEmpty();
    assertThat(builder.set("l5", "v").toLabelSet()).isEqualTo(LabelSet.of("l5", "v", "x", "1"));
  }

  @Test
  void refusesMoreLabelsThanAllowed() {
    builder.reset();
    for (int i = 0; i < LabelBuilder.MAX_LABELS; i++) {
      builder.set("l" + i, "v");
    }
    assertThat(builder.tooLarge()).isFalse();

    builder.set("l1", "w").set("one_more", "v");

    assertThat(builder.tooLarge()).isTrue();
    assertThat(builder.get("one_more")).isEmpty();
    assertThat(builder.reset().tooLarge()).isFalse();
  }

  @Test
  void refusesMoreCharactersThanAllowed() {
    String half = "x".repeat(LabelBuilder.MAX_CHARS / 2 - 1);
    builder.reset(LabelSet.of("a", half));

    assertThat(builder.set("b", half).tooLarge()).isFalse();
    assertThat(builder.set("b", half + "x").tooLarge()).isTrue();
    assertThat(builder.get("b")).isEqualTo(half);
  }

  @Test
  void whatIsRemovedNoLongerCounts() {
    String value = "x".repeat(LabelBuilder.MAX_CHARS - 1);
    builder.reset(LabelSet.of("a", value));

    builder.remove("a").set("b", value).remove("b").set("c", value);

    assertThat(builder.tooLarge()).isFalse();
    assertThat(builder.get("c")).isEqualTo(value);
  }
}

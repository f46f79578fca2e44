package io.benchstream.schemas.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class SeriesSetTest {
  @Test
  void listsItsSeries() {
    SeriesSet set = SeriesSet.of("a\nb{x=\"ü\"}\nc\n");

    assertThat(set.size()).isEqualTo(3);
    assertThat(set.series(0)).isEqualTo("a");
    assertThat(set.series(1)).isEqualTo("b{x=\"ü\"}");
    assertThat(set.series(2)).isEqualTo("c");
    assertThat(set.id())
        .isEqualTo(SchemaNormalization.fingerprint64(set.text().getBytes(UTF_8)))
        .isEqualTo(SeriesSet.of(set.text()).id());
  }

  @Test
  void hasTheIdZeroWithoutSeries() {
    assertThat(SeriesSet.empty().id()).isZero();
    assertThat(SeriesSet.of("").size()).isZero();
    assertThat(SeriesSet.empty().all()).isEmpty();
  }

  @Test
  void isEqualToItselfOnly() {
    assertThat(SeriesSet.of("a\n")).isNotEqualTo(SeriesSet.of("a\n"));
    assertThat(SeriesSet.of("a\n").sameText(SeriesSet.of("a\n"))).isTrue();
    assertThat(SeriesSet.of("a\n").sameText(SeriesSet.of("b\n"))).isFalse();
  }

  @Test
  void isTheSamePackedAndNot() {
    String lines =
        IntStream.range(0, 1_000)
            .mapToObj("requests_total{path=\"/ü/%d\"}\n"::formatted)
            .collect(joining());
    SeriesSet plain = SeriesSet.of(lines);
    SeriesSet packed = SeriesSet.of(lines);
    packed.pack();

    assertThat(packed.heldBytes()).isLessThan(plain.heldBytes() / 4);
    assertThat(packed.id()).isEqualTo(plain.id());
    assertThat(packed.size()).isEqualTo(plain.size());
    assertThat(packed.textBytes()).isEqualTo(plain.textBytes());
    assertThat(packed.sameText(plain)).isTrue();
    assertThat(packed.text()).isEqualTo(lines);
    assertThat(packed.all()).isEqualTo(plain.all()).hasSize(1_000);
    assertThat(packed.heldBytes()).isLessThan(plain.heldBytes() / 4);
    assertThat(packed.series(999)).isEqualTo("requests_total{path=\"/ü/999\"}");
    packed.pack();
    assertThat(packed.sameSeries(7, plain, 7)).isTrue();
    assertThat(packed.sameSeries(7, plain, 8)).isFalse();
  }

  @Test
  void refusesWhatIsNoList() {
    refuses("a", "no newline at its end");
    refuses("a\n\nb\n", "the line at byte 2 is empty");
    refuses("\n", "the line at byte 0 is empty");
    assertThatThrownBy(() -> SeriesSet.of(new byte[] {'a', (byte) 0xc3, '\n'}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UTF-8");
  }

  private static void refuses(String text, String reason) {
    assertThatThrownBy(() -> SeriesSet.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}

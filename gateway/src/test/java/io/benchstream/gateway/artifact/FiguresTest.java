package io.benchstream.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.01637     | seconds    | 16.4 ms
          1.348       | seconds    | 1.35 s
          0.0000042   | seconds    | 4.2 µs
          0           | seconds    | 0 s
          0.8284      | ratio      | 82.8 %
          73.4        | percent    | 73.4 %
          77309411328 | bytes      | 72 GiB
          1536        | bytes/s    | 1.5 KiB/s
          1806.4      | tokens/s   | 1,806 tokens/s
          12.8        | requests/s | 12.8 requests/s
          """)
  void areForPeople(double value, String unit, String text) {
    assertThat(Figures.of(value, unit)).hasToString(text);
  }

  @Test
  void timesAreInWords() {
    assertThat(Figures.time(Duration.ofSeconds(45))).isEqualTo("45 s");
    assertThat(Figures.time(Duration.ofMinutes(12))).isEqualTo("12 min");
    assertThat(Figures.time(Duration.ofMinutes(65))).isEqualTo("1 h 5 min");
    assertThat(Figures.time(Duration.ofSeconds(150))).isEqualTo("2 min 30 s");
  }

  @Test
  void nothingOfADataBlockEndsItsScript() {
    assertThat(Html.json("{\"a\":\"</script>\"}")).doesNotContain("<");
    assertThat(Html.text("<b a=\"'\">&")).isEqualTo("&lt;b a=&quot;&#39;&quot;&gt;&amp;");
  }
}

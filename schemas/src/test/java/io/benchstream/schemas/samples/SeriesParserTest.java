package io.benchstream.schemas.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "a:b_C9",
        "up{a=\"b\"}",
        "up{a=\"\",b=\"2\"}",
        "up{a=\"quote \\\" backslash \\\\ newline \\n\"}",
        "up{a=\"braces } { , = # and blanks\"}",
        "{\"my.metric\"}",
        "{\"my.metric\",a=\"b\",\"my.label\"=\"c\"}",
        "{\"9\",_=\"ü €\"}",
      })
  void writesBackWhatItReads(String line) {
    assertThat(SeriesParser.parse(line).map(SeriesText::of)).contains(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up{}                          | up",
        "up{b=\"2\",a=\"1\",}          | up{a=\"1\",b=\"2\"}",
        "up { a = \"1\" , b = \"2\" }  | up{a=\"1\",b=\"2\"}",
        "{a=\"1\",__name__=\"up\"}     | up{a=\"1\"}",
        "{\"up\",a=\"1\"}              | up{a=\"1\"}",
        "my.metric{a.b=\"1\"}          | {\"my.metric\",\"a.b\"=\"1\"}",
        "up{a=\"\\t\"}                 | up{a=\"\\\\t\"}",
      })
  void readsWhatExportersWrite(String line, String canonical) {
    assertThat(SeriesParser.parse(line).map(SeriesText::of)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{a=\"1\"}",
        "up{",
        "up{a}",
        "up{a=1}",
        "up{a=\"1}",
        "up{a=\"1\\\"}",
        "up{a=\"1\"",
        "up{a=\"1\"b=\"2\"}",
        "up{a=\"1\"} 5",
        "up 5",
        "up{=\"1\"}",
        "up{,}",
        "up{a=\"1\",a=\"2\"}",
        "up{\"down\"}",
        "{\"up\",\"down\"}",
      })
  void saysWhereALineIsNoSeries(String line) {
    assertThat(SeriesParser.parse(line)).isEmpty();
  }

  @Test
  void takesEscapesOut() {
    assertThat(SeriesParser.parse("up{b=\"\\\\n\",a=\"x\\ny\\\"\"}"))
        .contains(new Series("up", List.of(new Label("a", "x\ny\""), new Label("b", "\\n"))));
  }
}

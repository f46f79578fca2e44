package io.benchstream.scrape.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReaderTest {
  private final NumberReader reader = new NumberReader();

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,-0.0",
    "+1,1",
    "1.,1",
    ".5,0.5",
    "-.5e1,-5",
    "1E+02,100",
    "1e-400,0",
    "0e99999999999,0",
    "0.000e-99999999999,0",
    "12345678,12345678",
    "123456789012345678,123456789012345678",
    "18446744073709551615,18446744073709551615",
    "99999999999999999999999,99999999999999999999999",
    "0.30000000000000004,0.30000000000000004",
    "4.9351e-05,4.9351e-05",
    "1.7976931348623157e308,1.7976931348623157e308",
    "2.2250738585072014E-308,2.2250738585072014E-308",
    "2.2250738585072011e-308,2.2250738585072011e-308",
    "4.9e-324,4.9e-324",
    "9007199254740993,9007199254740992",
    "9007199254740993.00000000000000000000000000000001,9007199254740994",
    "0x1p-2,0.25",
    "-0X.8P+4,-8",
    "0x1.fffffffffffffp1023,1.7976931348623157e308",
    "inf,Infinity",
    "+Inf,Infinity",
    "-INFINITY,-Infinity",
    "NaN,NaN",
    "nan,NaN",
  })
  void readsWhatGoReads(String text, String expected) {
    assertThat(read(text)).as(reader.problem()).isTrue();
    assertThat(Double.doubleToLongBits(reader.value()))
        .isEqualTo(Double.doubleToLongBits(Double.parseDouble(expected)));
    assertThat(reader.end()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1_000", "0x10", "0x", "0xp1", "0x1p", "0x_1p1",
        "1f", "1d", "1D", "+nan", "-NaN", "infin", "in", "--1", "1-", "0b1", "true", "١", "1e5x",
        "NaN()", "\0001", "1\000"
      })
  void refusesWhatGoRefuses(String text) {
    assertThat(read(text)).isFalse();
    assertThat(reader.problem()).isEqualTo("is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1.7976931348623159e308", "0x1p1024", "1e99999999999999999999"})
  void refusesWhatIsTooLarge(String text) {
    assertThat(read(text)).isFalse();
    assertThat(reader.problem()).isEqualTo("is too large for a 64-bit float");
  }

  @Test
  void givesEveryNanTheBitsOfPrometheus() {
    assertThat(read("NAN")).isTrue();
    assertThat(Double.doubleToRawLongBits(reader.value())).isEqualTo(0x7ff8000000000001L);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t", "\r"})
  void stopsAtTheEndOfTheNumber(String end) {
    assertThat(read("12.5" + end + "7777777777")).isTrue();
    assertThat(reader.value()).isEqualTo(12.5);
    assertThat(reader.end()).isEqualTo(4);
  }

  private boolean read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length);
  }
}

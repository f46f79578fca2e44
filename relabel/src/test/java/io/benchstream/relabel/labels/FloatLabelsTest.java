package io.benchstream.relabel.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatLabelsTest {
  /** The right side is what Go's strconv.FormatFloat(f, 'g', -1, 64) gives, with its ".0". */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0, 0.0",
    "0.0, 0.0",
    "1, 1.0",
    "+1, 1.0",
    "01, 1.0",
    "1., 1.0",
    "-1, -1.0",
    ".5, 0.5",
    "0.99, 0.99",
    "0.990, 0.99",
    "1e0, 1.0",
    "1E+2, 100.0",
    "10, 10.0",
    "123456, 123456.0",
    "999999, 999999.0",
    "1000000, 1e+06",
    "1234567, 1.234567e+06",
    "1234567.5, 1.2345675e+06",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.000012, 1.2e-05",
    "-0.00001, -1e-05",
    "1e100, 1e+100",
    "5e-324, 5e-324",
    "1e23, 1e+23",
    "2e-323, 2e-323",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "0x1p-2, 0.25",
    "Inf, +Inf",
    "+inf, +Inf",
    "infinity, +Inf",
    "-Inf, -Inf",
    "nan, NaN",
    "NaN, NaN"
  })
  void hasOneSpelling(String written, String normal) {
    assertThat(FloatLabels.normalize(written)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "abc", " 1", "1 ", "1f", "1d", "0x1", "0x1p0f", "1_000", "1e", "--1", "+", "-", ".",
        "1e400", "+nan", "in", "1,5", "e", "0x"
      })
  void leavesWhatIsNoNumber(String text) {
    assertThat(FloatLabels.normalize(text)).isEqualTo(text);
  }

  @Test
  void leavesWhatIsTooLongForANumber() {
    String text = "1".repeat(1_000);

    assertThat(FloatLabels.normalize(text)).isSameAs(text);
  }

  @Test
  void giveTheSameNumberBack() {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(number)) {
        continue;
      }
      String text = FloatLabels.format(number);
      assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(number);
      assertThat(FloatLabels.normalize(text)).isEqualTo(text);
    }
  }
}

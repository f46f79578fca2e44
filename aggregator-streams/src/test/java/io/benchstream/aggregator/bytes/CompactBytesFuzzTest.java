package io.benchstream.aggregator.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactBytesFuzzTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.longBitsToDouble(0x7ff0000000000002L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    0x1p50,
    0x1p50 - 1,
    -0x1p50,
    0x1p53,
    0x1p53 + 2,
    0x1p63,
    0.001,
    -0.001,
    0.0015,
    1e15 / 1000,
    1125899906842.623,
    1125899906842.625
  };

  @Test
  void everyBitComesBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    CompactWriter out = new CompactWriter();
    for (int round = 0; round < 200_000; round++) {
      double value = any(random);
      double reference = any(random);
      long number = random.nextLong() >> random.nextInt(64);
      byte[] bytes =
          out.reset()
              .number(value, reference)
              .signed(number)
              .unsigned(number)
              .fixed(number)
              .toBytes();
      CompactReader in = new CompactReader(bytes);
      assertThat(Double.doubleToRawLongBits(in.number(reference)))
          .as("seed %d: %s after %s", seed, value, reference)
          .isEqualTo(Double.doubleToRawLongBits(value));
      assertThat(in.signed()).as("seed %d", seed).isEqualTo(number);
      assertThat(in.unsigned()).as("seed %d", seed).isEqualTo(number);
      assertThat(in.fixed()).as("seed %d", seed).isEqualTo(number);
      assertThat(in.atEnd()).isTrue();
    }
  }

  private static double any(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> random.nextInt(1_000);
      case 2 -> (double) (random.nextLong() >> random.nextInt(64));
      case 3 -> random.nextInt(1_000_000) / 1_000.0;
      case 4 -> random.nextGaussian() * 1e6;
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  @Test
  void countersNearEachOtherTakeFewBytes() {
    CompactWriter out = new CompactWriter();

    assertThat(out.reset().number(123_456_789, 123_456_789).size()).isEqualTo(1);
    assertThat(out.reset().number(123_456_799, 123_456_789).size()).isEqualTo(1);
    assertThat(out.reset().number(8_123.456, 8_123.400).size()).isEqualTo(2);
    assertThat(out.reset().number(Math.PI, 3).size()).isEqualTo(9);
  }

  @Test
  void textsAndMapsComeBack() {
    byte[] bytes =
        new CompactWriter().text("grün\n").texts(Map.of("b", "2", "a", "")).text("").toBytes();
    CompactReader in = new CompactReader(bytes);

    assertThat(in.text()).isEqualTo("grün\n");
    assertThat(in.texts()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "", "b", "2"));
    assertThat(in.text()).isEmpty();
  }
}

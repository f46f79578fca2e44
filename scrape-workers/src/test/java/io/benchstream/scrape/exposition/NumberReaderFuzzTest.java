package io.benchstream.scrape.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every number that is read is the one that {@link Double#parseDouble} reads, to the last bit. */
class NumberReaderFuzzTest {
  private static final int ROUNDS = 200_000;

  private final NumberReader reader = new NumberReader();

  @Test
  void agreesWithTheJdk() {
    long seed = System.nanoTime();
    System.out.println("NumberReaderFuzzTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      String text = number(random);
      byte[] bytes = (text + " 99999999").getBytes(StandardCharsets.US_ASCII);
      double expected = Double.parseDouble(text);
      boolean read = reader.read(bytes, 0, bytes.length);
      assertThat(read).as("seed %d, '%s'", seed, text).isEqualTo(!Double.isInfinite(expected));
      assertThat(reader.end()).isEqualTo(text.length());
      if (read
          && Double.doubleToRawLongBits(reader.value()) != Double.doubleToRawLongBits(expected)) {
        throw new AssertionError(
            "seed %d, '%s': %s instead of %s".formatted(seed, text, reader.value(), expected));
      }
    }
  }

  private static String number(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Double.toString(finite(random.nextLong()));
      case 1 -> Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(20) - 8));
      case 2 -> digits(random, 1 + random.nextInt(22)) + "e" + (random.nextInt(700) - 350);
      case 3 -> digits(random, 1 + random.nextInt(12)) + "." + digits(random, random.nextInt(12));
      case 4 -> halfway(random);
      case 5 -> Long.toString(random.nextLong() >> random.nextInt(64));
      default -> String.format(Locale.ROOT, "%.17e", finite(random.nextLong()));
    };
  }

  /** The exact decimal between two doubles, sometimes with one more digit behind it. */
  private static String halfway(Random random) {
    double low = Math.abs(random.nextDouble()) * Math.pow(2, random.nextInt(120) - 60);
    BigDecimal middle =
        new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
    String text = middle.toString();
    return switch (random.nextInt(3)) {
      case 0 -> text;
      case 1 -> text.contains("E") || !text.contains(".") ? text : text + "1";
      default -> middle.round(new java.math.MathContext(17 + random.nextInt(4))).toString();
    };
  }

  private static double finite(long bits) {
    double value = Double.longBitsToDouble(bits);
    return Double.isFinite(value) ? value : 1;
  }

  private static String digits(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }
}

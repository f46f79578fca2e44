package io.benchstream.schemas.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTextFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final String LETTERS = "abz_:09. \t\n\\\"{},=üé€\uD83D\uDE80";

  @Test
  void anySeriesIsOneLineAndReadsBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Label> labels = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        labels.add(new Label(text(random, 1) + i, text(random, 0)));
      }
      Series series = new Series(text(random, 1), labels);

      String line = SeriesText.of(series);

      assertThat(line).as("seed %d: %s", seed, series).doesNotContain("\n");
      assertThat(SeriesParser.parse(line)).as("seed %d: %s", seed, line).contains(series);
    }
  }

  @Test
  void anyLineIsASeriesOrNot() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String line = text(random, 0) + "{" + text(random, 0) + "=\"" + text(random, 0);
      SeriesParser.parse(line)
          .ifPresent(
              series ->
                  assertThat(SeriesParser.parse(SeriesText.of(series)))
                      .as("seed %d: %s", seed, line)
                      .contains(series));
    }
  }

  /** Whole code points only: a surrogate alone is no text. */
  private static String text(Random random, int min) {
    int[] points = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = min + random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}

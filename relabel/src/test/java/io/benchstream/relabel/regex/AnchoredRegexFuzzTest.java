package io.benchstream.relabel.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast path against RE2/J, on expressions that are put together of its own pieces. */
class AnchoredRegexFuzzTest {
  private static final String[] PIECES = {
    "a", "b", "ab", "_", ".*", ".+", "(.*)", "(.+)", ".*?", "(.+?)", "|", "|", "\\.", "\\|", "^",
    "$", "(", ")", "(?:", "é", "😀", "\\$", "[ab]", "a?", "\\-"
  };
  private static final String[] TEXT = {
    "a", "b", "ab", "_", ".", "|", "é", "😀", "$", "\n", "-", ""
  };

  @Test
  void theFastPathIsExact() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    int fast = 0;
    int matched = 0;
    for (int i = 0; i < 30_000; i++) {
      String expression = concatenate(random, PIECES, 6);
      AnchoredRegex plain;
      try {
        plain = AnchoredRegex.compileWithoutFastPath(expression);
      } catch (RegexException e) {
        continue;
      }
      AnchoredRegex regex = AnchoredRegex.compile(expression);
      fast += SimpleForm.of(expression) == null ? 0 : 1;
      for (int j = 0; j < 8; j++) {
        String text = concatenate(random, TEXT, 5);
        String expected = describe(plain, text);

        assertThat(regex.matches(text))
            .as("seed %d: '%s' on '%s'", seed, expression, text)
            .isEqualTo(!expected.equals("no match"));
        assertThat(describe(regex, text))
            .as("seed %d: '%s' on '%s'", seed, expression, text)
            .isEqualTo(expected);
        matched += expected.equals("no match") ? 0 : 1;
      }
    }
    assertThat(fast).isGreaterThan(2_000);
    assertThat(matched).isGreaterThan(10_000);
  }

  private static String describe(AnchoredRegex regex, String text) {
    Match match = regex.match(text);
    return match == null ? "no match" : regex.template("[$0] [$1] [$2]").expand(match);
  }

  private static String concatenate(Random random, String[] pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
